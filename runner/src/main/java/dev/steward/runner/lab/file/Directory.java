package dev.steward.runner.lab.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A directory. Its entries are changed only through {@link FileSystem}. */
public non-sealed class Directory extends Node {

    private final TreeMap<String, Node> entries = new TreeMap<>();
    private Directory parent;

    /** An empty directory. */
    public Directory(long inode, int mode, Instant born) {
        super(inode, mode, born);
        parent = this;
    }

    @Override
    public final char letter() {
        return 'd';
    }

    @Override
    public final int format() {
        return 0040000;
    }

    @Override
    public final String kind() {
        return "directory";
    }

    @Override
    public final long size() {
        return 4096;
    }

    @Override
    public int links() {
        int sub = 2;
        synchronized (this) {
            for (Node node : entries.values()) {
                sub += node instanceof Directory ? 1 : 0;
            }
        }
        return sub;
    }

    /** Where its {@code ..} leads. */
    public final Directory parent() {
        return parent;
    }

    /** The names in it, sorted by byte. */
    public synchronized List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /** The entry, or null. */
    public synchronized Node get(String name) {
        return entries.get(name);
    }

    final synchronized void put(String name, Node node) {
        entries.put(name, node);
        if (node instanceof Directory directory) {
            directory.parent = this;
        }
    }

    final synchronized void drop(String name) {
        entries.remove(name);
    }
}
