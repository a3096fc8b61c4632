package dev.steward.runner.lab.file;

import java.time.Instant;

/** A device, named pipe or socket. What it does is decided by who opens it. */
public final class Device extends Node {

    private final char letter;
    private final String name;

    Device(long inode, int mode, Instant born, char letter, String name) {
        super(inode, mode, born);
        this.letter = letter;
        this.name = name;
    }

    /** What it is, as {@code null}; for a named pipe anything. */
    public String name() {
        return name;
    }

    @Override
    public char letter() {
        return letter;
    }

    @Override
    public int format() {
        return switch (letter) {
            case 'c' -> 0020000;
            case 'b' -> 0060000;
            case 's' -> 0140000;
            default -> 0010000;
        };
    }

    @Override
    public String kind() {
        return switch (letter) {
            case 'c' -> "character special file";
            case 'b' -> "block special file";
            case 's' -> "socket";
            default -> "fifo";
        };
    }

    @Override
    public long size() {
        return 0;
    }
}
