package dev.steward.runner.module.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a playbook brings along: its scripts, files and templates. */
public final class Source {

    private Source() {}

    /**
     * The file that a {@code src} names.
     *
     * @param folder of the playbook
     * @param sub where else a relative path may begin, as {@code files}
     * @param src as written
     * @return a regular file
     * @throws IOException with a message that says where it was looked for
     */
    public static Path find(Path folder, String sub, String src) throws IOException {
        List<Path> places = Stream.of(folder.resolve(sub).resolve(src), folder.resolve(src))
                .distinct()
                .toList();
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return place;
            }
            if (Files.isDirectory(place)) {
                throw new IOException("'" + src + "' is a folder (" + place + "); src names one file");
            }
        }
        throw new IOException("no file '" + src + "'; looked for "
                + String.join(" and ", places.stream().map(Path::toString).toList()));
    }

    /**
     * The folder that a {@code src} names; empty where it names something else.
     *
     * @see #find
     */
    public static Optional<Path> folder(Path folder, String sub, String src) {
        return Stream.of(folder.resolve(sub).resolve(src), folder.resolve(src))
                .filter(Files::exists)
                .findFirst()
                .filter(Files::isDirectory);
    }

    /** Its content. */
    public static byte[] read(Path folder, String sub, String src) throws IOException {
        Path file = find(folder, sub, src);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Where a {@code dest} leads: one that ends with a slash takes the name of {@code src}. */
    public static String into(String dest, String src) {
        return dest.endsWith("/") ? dest + src.substring(src.lastIndexOf('/') + 1) : dest;
    }
}
