package dev.steward.runner.lab.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The files of one demo host, all in memory. A path is a string of bytes (one character each, ISO 8859-1). Failures are
 * {@link FileException}s with the errno Linux gives.
 */
public final class FileSystem {

    private static final int LINKS = 40;

    private final InstantSource time;
    private final AtomicLong free;
    private final AtomicLong inodes = new AtomicLong(1);
    private final Directory root;

    /**
     * An empty file system.
     *
     * @param size of its disk in bytes
     */
    public FileSystem(InstantSource time, long size) {
        this.time = time;
        this.free = new AtomicLong(size);
        this.root = new Directory(1, 0755, time.instant());
    }

    /** Where a path leads: the directory that holds the last name, the name, and the node or null. */
    public record Place(Directory folder, String name, Node node) {

        Node there() {
            if (node == null) {
                throw new FileException(Errno.ENOENT);
            }
            return node;
        }
    }

    public Directory root() {
        return root;
    }

    /** Bytes still free. */
    public long free() {
        return free.get();
    }

    /** A new inode number. */
    public long inode() {
        return inodes.incrementAndGet();
    }

    /** Walks a path; the last name may be missing. */
    public Place place(Who who, String path, boolean follow) {
        if (path.isEmpty()) {
            throw new FileException(Errno.ENOENT);
        }
        Deque<String> names = new ArrayDeque<>();
        push(names, path);
        if (path.charAt(0) != '/') {
            push(names, who.folder());
        }
        return walk(who, names, follow || path.endsWith("/"), path.endsWith("/"));
    }

    private Place walk(Who who, Deque<String> names, boolean follow, boolean folder) {
        Place at = new Place(root, ".", root);
        int links = 0;
        while (!names.isEmpty()) {
            Directory in = enter(who, at);
            String name = names.pop();
            Node node = name.equals(".") ? in : name.equals("..") ? in.parent() : in.get(name);
            if (node instanceof SymbolicLink link && (follow || !names.isEmpty())) {
                if (++links > LINKS) {
                    throw new FileException(Errno.ELOOP);
                }
                String target = link.target(who);
                push(names, target);
                at = target.startsWith("/") ? new Place(root, ".", root) : new Place(in, ".", in);
                continue;
            }
            at = new Place(in, name, node);
        }
        if (folder && at.node() != null && !(at.node() instanceof Directory)) {
            throw new FileException(Errno.ENOTDIR);
        }
        return at;
    }

    private static Directory enter(Who who, Place at) {
        if (!(at.there() instanceof Directory directory)) {
            throw new FileException(Errno.ENOTDIR);
        }
        who.need(directory, 1);
        return directory;
    }

    private static void push(Deque<String> names, String path) {
        String[] parts = path.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (parts[i].length() > 255) {
                throw new FileException(Errno.ENAMETOOLONG);
            }
            if (!parts[i].isEmpty()) {
                names.push(parts[i]);
            }
        }
    }

    /** The node of a path, links followed. */
    public Node node(Who who, String path) {
        return place(who, path, true).there();
    }

    /** The node of a path; a link at its end is the answer itself. */
    public Node lnode(Who who, String path) {
        return place(who, path, false).there();
    }

    /** The node, or null where the path leads nowhere. */
    public Node look(Who who, String path) {
        try {
            return place(who, path, true).node();
        } catch (FileException e) {
            return null;
        }
    }

    /** The absolute path without links. The last name need not exist. */
    public String canonical(Who who, String path) {
        Place place = place(who, path, true);
        if (place.node() instanceof Directory directory) {
            return pathOf(directory);
        }
        String folder = pathOf(place.folder());
        return (folder.equals("/") ? "" : folder) + "/" + place.name();
    }

    private String pathOf(Directory directory) {
        StringBuilder path = new StringBuilder();
        for (Directory at = directory; at != root; at = at.parent()) {
            path.insert(0, "/" + nameIn(at.parent(), at));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static String nameIn(Directory parent, Directory child) {
        return parent.names().stream()
                .filter(name -> parent.get(name) == child)
                .findFirst()
                .orElseThrow(() -> new FileException(Errno.ENOENT));
    }

    /** A file for writing: the one there, or a new one with this mode. */
    public RegularFile create(Who who, String path, int mode, boolean exclusive) {
        Place place = place(who, path, !exclusive);
        if (place.node() != null) {
            if (exclusive) {
                throw new FileException(Errno.EEXIST);
            }
            if (place.node() instanceof RegularFile file) {
                who.need(file, 2);
                return file;
            }
            throw new FileException(place.node() instanceof Directory ? Errno.EISDIR : Errno.EINVAL);
        }
        if (path.endsWith("/")) {
            throw new FileException(Errno.EISDIR);
        }
        return add(who, place, new RegularFile(inode(), mode, time.instant(), free, null));
    }

    /** A directory. */
    public Directory mkdir(Who who, String path, int mode) {
        return add(who, fresh(who, path), new Directory(inode(), mode, time.instant()));
    }

    /** A symbolic link. */
    public void symlink(Who who, String target, String path) {
        add(who, fresh(who, path), new SymbolicLink(inode(), time.instant(), any -> target));
    }

    /** A link whose target depends on who looks. */
    public void symlink(String path, Function<Who, String> target) {
        add(Who.HOST, fresh(Who.HOST, path), new SymbolicLink(inode(), time.instant(), target));
    }

    /** A hard link. */
    public void link(Who who, String from, String path) {
        Node node = lnode(who, from);
        if (node instanceof Directory) {
            throw new FileException(Errno.EPERM);
        }
        Place place = fresh(who, path);
        attach(who, place, node);
        node.linked(1);
    }

    /** A device, named pipe or socket. */
    public Device device(Who who, String path, char letter, String name, int mode) {
        return add(who, fresh(who, path), new Device(inode(), mode, time.instant(), letter, name));
    }

    /** A file whose content is made at each reading. */
    public void live(String path, Supplier<byte[]> content) {
        add(Who.HOST, fresh(Who.HOST, path), new RegularFile(inode(), 0444, time.instant(), free, content));
    }

    /** A file that hangs nowhere, its content made at each reading. */
    public RegularFile live(Supplier<byte[]> content) {
        return new RegularFile(inode(), 0444, time.instant(), free, content);
    }

    /** The host's program of this name. */
    public void program(String path, String name) {
        RegularFile file = create(Who.HOST, path, 0755, false);
        file.mode(0755, time.instant());
        file.bytes(("\177ELF\2\1\1 " + name + "\n").getBytes(StandardCharsets.ISO_8859_1));
        file.program(name);
    }

    /** Hangs a node made elsewhere into the tree. */
    public void mount(String path, Node node) {
        attach(Who.HOST, fresh(Who.HOST, path), node);
    }

    /** Removes anything but a directory. */
    public void unlink(Who who, String path) {
        Place place = place(who, path, false);
        if (place.there() instanceof Directory) {
            throw new FileException(Errno.EISDIR);
        }
        detach(who, place);
        place.node().linked(-1);
        if (place.node() instanceof RegularFile file && file.links() == 0) {
            file.dropped();
        }
    }

    /** Removes an empty directory. */
    public void rmdir(Who who, String path) {
        Place place = place(who, path, false);
        if (!(place.there() instanceof Directory directory)) {
            throw new FileException(Errno.ENOTDIR);
        }
        if (place.name().equals(".")) {
            throw new FileException(Errno.EINVAL);
        }
        if (!directory.names().isEmpty()) {
            throw new FileException(Errno.ENOTEMPTY);
        }
        detach(who, place);
    }

    /** Moves, replacing what is there as rename(2) does. */
    public void rename(Who who, String from, String to) {
        Place source = place(who, from, false);
        Place target = place(who, to, false);
        Node moved = source.there();
        if (moved == target.node()) {
            return;
        }
        if (moved instanceof Directory directory) {
            refuseInto(directory, target);
        } else if (target.node() instanceof Directory) {
            throw new FileException(Errno.EISDIR);
        }
        detach(who, source);
        attach(who, target, moved);
        if (target.node() instanceof RegularFile old) {
            old.dropped();
        }
    }

    private void refuseInto(Directory moved, Place target) {
        for (Directory at = target.folder(); at != root; at = at.parent()) {
            if (at == moved) {
                throw new FileException(Errno.EINVAL);
            }
        }
        if (target.node() instanceof Directory directory) {
            if (!directory.names().isEmpty()) {
                throw new FileException(Errno.ENOTEMPTY);
            }
        } else if (target.node() != null) {
            throw new FileException(Errno.ENOTDIR);
        }
    }

    private Place fresh(Who who, String path) {
        Place place = place(
                who, path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path, false);
        if (place.node() != null) {
            throw new FileException(Errno.EEXIST);
        }
        return place;
    }

    private <T extends Node> T add(Who who, Place place, T node) {
        if (free.addAndGet(-256) < 0) {
            free.addAndGet(256);
            throw new FileException(Errno.ENOSPC);
        }
        node.owner(who.uid(), who.groups().isEmpty() ? who.uid() : primary(who), time.instant());
        attach(who, place, node);
        return node;
    }

    private static int primary(Who who) {
        return who.groups().contains(who.uid())
                ? who.uid()
                : who.groups().iterator().next();
    }

    private void attach(Who who, Place place, Node node) {
        who.need(place.folder(), 3);
        place.folder().put(place.name(), node);
        stamp(place.folder());
    }

    private void detach(Who who, Place place) {
        who.need(place.folder(), 3);
        if ((place.folder().mode() & 01000) != 0
                && who.uid() != 0
                && who.uid() != place.node().uid()
                && who.uid() != place.folder().uid()) {
            throw new FileException(Errno.EPERM);
        }
        place.folder().drop(place.name());
        stamp(place.folder());
    }

    private void stamp(Directory folder) {
        Instant now = time.instant();
        folder.touched(folder.accessed(), now, now);
    }

    /** Writes a whole file of the host while furnishing it, with the directories above it. */
    public void furnish(String path, int mode, String content) {
        folders(path.substring(0, path.lastIndexOf('/')));
        RegularFile file = create(Who.HOST, path, mode, false);
        file.mode(mode, time.instant());
        file.bytes(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a directory and those above it. */
    public void folders(String path) {
        StringBuilder at = new StringBuilder();
        for (String name :
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList()) {
            at.append('/').append(name);
            if (look(Who.HOST, at.toString()) == null) {
                mkdir(Who.HOST, at.toString(), 0755);
            }
        }
    }
}
