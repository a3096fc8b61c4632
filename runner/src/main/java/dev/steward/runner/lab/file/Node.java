package dev.steward.runner.lab.file;

import java.time.Instant;

/** Anything a path can name. Mutable, as an inode is. */
public abstract sealed class Node permits RegularFile, Directory, SymbolicLink, Device {

    private final long inode;
    private int mode;
    private int uid;
    private int gid;
    private int links = 1;
    private Instant modified;
    private Instant accessed;
    private Instant changed;

    Node(long inode, int mode, Instant born) {
        this.inode = inode;
        this.mode = mode;
        this.modified = born;
        this.accessed = born;
        this.changed = born;
    }

    /** The letter ls prints first. */
    public abstract char letter();

    /** The S_IFMT bits. */
    public abstract int format();

    /** How stat names the kind. */
    public abstract String kind();

    /** In bytes. */
    public abstract long size();

    public final long inode() {
        return inode;
    }

    /** Permission bits with set-id and sticky bits, at most 07777. */
    public final int mode() {
        return mode;
    }

    public final int uid() {
        return uid;
    }

    public final int gid() {
        return gid;
    }

    public int links() {
        return links;
    }

    public Instant modified() {
        return modified;
    }

    public final Instant accessed() {
        return accessed;
    }

    public final Instant changed() {
        return changed;
    }

    public final void mode(int bits, Instant at) {
        mode = bits & 07777;
        changed = at;
    }

    /** Gives it away; -1 keeps. */
    public final void owner(int user, int group, Instant at) {
        uid = user < 0 ? uid : user;
        gid = group < 0 ? gid : group;
        changed = at;
    }

    public final void touched(Instant access, Instant modification, Instant at) {
        accessed = access;
        modified = modification;
        changed = at;
    }

    final void linked(int more) {
        links += more;
    }

    /** As ls -l prints it, as {@code -rw-r--r--}. */
    public final String permissions() {
        char[] text = (letter() + "rwxrwxrwx").toCharArray();
        for (int bit = 0; bit < 9; bit++) {
            if ((mode >> bit & 1) == 0) {
                text[9 - bit] = '-';
            }
        }
        special(text, 04000, 3, 's');
        special(text, 02000, 6, 's');
        special(text, 01000, 9, 't');
        return new String(text);
    }

    private void special(char[] text, int bit, int at, char letter) {
        if ((mode & bit) != 0) {
            text[at] = text[at] == '-' ? Character.toUpperCase(letter) : letter;
        }
    }
}
