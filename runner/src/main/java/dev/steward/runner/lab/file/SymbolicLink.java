package dev.steward.runner.lab.file;

import java.time.Instant;
import java.util.function.Function;

/** A symbolic link; /proc/self is one whose target depends on who looks. */
public final class SymbolicLink extends Node {

    private final Function<Who, String> target;

    SymbolicLink(long inode, Instant born, Function<Who, String> target) {
        super(inode, 0777, born);
        this.target = target;
    }

    /** Where it points, as written. */
    public String target(Who who) {
        return target.apply(who);
    }

    @Override
    public char letter() {
        return 'l';
    }

    @Override
    public int format() {
        return 0120000;
    }

    @Override
    public String kind() {
        return "symbolic link";
    }

    @Override
    public long size() {
        return target.apply(Who.HOST).length();
    }
}
