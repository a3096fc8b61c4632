package dev.steward.runner.lab.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A directory with further entries that are made when looked at, as the process directories of /proc. */
public final class LiveDirectory extends Directory {

    private final Supplier<List<String>> more;
    private final Function<String, Node> find;

    /**
     * A directory.
     *
     * @param more the live names
     * @param find the node of a live name, or null
     */
    public LiveDirectory(long inode, Instant born, Supplier<List<String>> more, Function<String, Node> find) {
        super(inode, 0555, born);
        this.more = more;
        this.find = find;
    }

    @Override
    public List<String> names() {
        List<String> all = new ArrayList<>(more.get());
        all.addAll(super.names());
        return all;
    }

    @Override
    public Node get(String name) {
        Node fixed = super.get(name);
        return fixed != null ? fixed : find.apply(name);
    }
}
