package dev.steward.runner.convert.semaphore;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders of this machine where the repositories of the export lie; a file outside of its folder is none of it. */
public final class Checkouts {

    private final Map<String, Path> folders;

    /** @param folders by the name of the repository; the empty name stands for every one that is not named */
    public Checkouts(Map<String, Path> folders) {
        this.folders = new LinkedHashMap<>(folders);
    }

    boolean has(String repository) {
        return folders.containsKey(repository) || folders.containsKey("");
    }

    /**
     * A file of a repository.
     *
     * @throws Unconvertible saying why there is none
     */
    Path file(String repository, String name) throws Unconvertible {
        Path folder = folders.getOrDefault(repository, folders.get(""));
        if (folder == null) {
            throw new Unconvertible("it lies in the repository '" + Findings.plain(repository)
                    + "': check that out and give --checkout '" + Findings.plain(repository) + "'=DIR");
        }
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root)) {
                throw new Unconvertible("the file '" + Findings.plain(name) + "' lies outside of " + folder);
            }
            if (!Files.isRegularFile(file)) {
                throw new Unconvertible("'" + Findings.plain(name) + "' in " + folder + " is no file");
            }
            return file;
        } catch (IOException | InvalidPathException e) {
            throw new Unconvertible("there is no file '" + Findings.plain(name) + "' in " + folder);
        }
    }
}
