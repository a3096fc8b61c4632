package dev.steward.runner.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Writes a tree as files: as they are stored, with no hook, filter or attribute of git at work, and nothing outside of the folder.
 * Links are written last, so that no file is written through one.
 */
final class Tree {

    private static final int MOST_FILES = 10_000;
    private static final long MOST_BYTES = 128L << 20;
    private static final long MOST_OF_ONE = 16L << 20;
    private static final int POINTER = 200;

    private final Repository repository;
    private final Path into;
    private final List<String> problems = new ArrayList<>();
    private final Map<Path, String> links = new LinkedHashMap<>();
    private int files;
    private long bytes;

    /** An empty folder. */
    Tree(Repository repository, Path into) {
        this.repository = repository;
        this.into = into;
    }

    /**
     * Writes.
     *
     * @param path the folder of the repository that is taken
     * @throws GitTrouble with everything that is not to be there
     */
    void write(RevTree tree, String path) throws IOException, GitTrouble {
        Files.createDirectories(into);
        String below = Path.of(path).normalize().toString();
        ObjectId from = below.isEmpty() || below.equals(".") ? tree : subtree(tree, below);
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(from);
            walk.setRecursive(true);
            while (walk.next() && problems.size() < 20) {
                entry(walk);
            }
        }
        link();
        if (!problems.isEmpty()) {
            throw GitTrouble.revision(problems);
        }
    }

    private ObjectId subtree(RevTree tree, String below) throws IOException, GitTrouble {
        try (TreeWalk found = TreeWalk.forPath(repository, below, tree)) {
            if (found == null || !FileMode.TREE.equals(found.getRawMode(0))) {
                throw GitTrouble.revision(List.of("there is no folder " + below + "; look at git.path in steward.yml"));
            }
            return found.getObjectId(0);
        }
    }

    private void entry(TreeWalk walk) throws IOException, GitTrouble {
        String name = walk.getPathString();
        if (++files > MOST_FILES) {
            throw GitTrouble.revision(List.of("it has more than " + MOST_FILES
                    + " files; keep playbooks and inventory in a repository or git.path of their own"));
        }
        FileMode mode = walk.getFileMode(0);
        if (FileMode.GITLINK.equals(mode)) {
            problems.add(
                    name + ": is a submodule, which Steward does not fetch; put its files into the repository itself");
        } else if (!isPlain(name)) {
            problems.add(name.replaceAll("\\p{Cntrl}", "?") + ": cannot be a file's name here; rename it");
        } else if (FileMode.SYMLINK.equals(mode)) {
            links.put(into.resolve(name), text(walk.getObjectId(0)));
        } else {
            file(name, walk.getObjectId(0), FileMode.EXECUTABLE_FILE.equals(mode));
        }
    }

    private boolean isPlain(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.equalsIgnoreCase(".git")) {
                return false;
            }
        }
        try {
            return name.chars().noneMatch(Character::isISOControl)
                    && into.resolve(name).normalize().startsWith(into);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String text(ObjectId id) throws IOException {
        ObjectLoader loader = repository.open(id);
        return loader.getSize() > 4096 ? "" : new String(loader.getBytes(), StandardCharsets.UTF_8);
    }

    private void file(String name, ObjectId id, boolean executable) throws IOException, GitTrouble {
        ObjectLoader loader = repository.open(id);
        long size = loader.getSize();
        if (size > MOST_OF_ONE) {
            problems.add(
                    name + ": is larger than " + (MOST_OF_ONE >> 20) + " MiB; let the playbook download it instead");
            return;
        }
        bytes += size;
        if (bytes > MOST_BYTES) {
            throw GitTrouble.revision(List.of("its files are larger than " + (MOST_BYTES >> 20)
                    + " MiB; keep playbooks and inventory in a repository or git.path of their own"));
        }
        if (size < POINTER && text(id).startsWith("version https://git-lfs.github.com/")) {
            problems.add(
                    name + ": is kept by Git LFS, of which Steward has the pointer only; put the file itself into git");
            return;
        }
        Path file = into.resolve(name);
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            loader.copyTo(out);
            // a power cut must not leave a revision with empty files
            channel.force(true);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-x---" : "rw-r-----"));
    }

    private void link() throws IOException {
        for (Map.Entry<Path, String> link : links.entrySet()) {
            String target = link.getValue();
            String name = into.relativize(link.getKey()).toString();
            if (target.isEmpty() || target.startsWith("/") || !stays(link.getKey(), target)) {
                problems.add(name + ": is a link that leads out of the repository; put the file itself there");
                continue;
            }
            Files.createDirectories(link.getKey().getParent());
            Files.createSymbolicLink(link.getKey(), Path.of(target));
        }
        for (Path link : links.keySet()) {
            led(link);
        }
    }

    private boolean stays(Path link, String target) {
        try {
            return link.getParent().resolve(target).normalize().startsWith(into);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Several links together can lead where none of them alone does. */
    private void led(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return;
        }
        String name = into.relativize(link).toString();
        try {
            if (!link.toRealPath().startsWith(into.toRealPath())) {
                problems.add(name + ": is a link that leads out of the repository; put the file itself there");
            }
        } catch (IOException e) {
            problems.add(name + ": is a link that leads nowhere; put the file itself there");
        }
    }

    /** Removes a folder with all that is in it; links are removed, not followed. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
