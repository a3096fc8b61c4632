package dev.steward.web.admin;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries of others that this process runs with. */
public final class Libraries {

    private static final String OWN = "(dsl|runner|web|steward)(-[0-9].*)?";
    private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^-]*(?:-.*)?)");

    private Libraries() {}

    /**
     * A library.
     *
     * @param name of its artifact
     * @param version as it was published
     * @param licence in a few words; empty text: not known
     */
    public record Library(String name, String version, String licence) {}

    /** Those on the class path, by name, and what the pages bring. */
    static List<Library> all() {
        List<Library> all = new ArrayList<>();
        for (String jar : jars()) {
            of(jar).ifPresent(all::add);
        }
        all.add(new Library("uPlot", "1.6.32", "MIT"));
        all.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
        return List.copyOf(all);
    }

    /** A library by its jar's name; empty where it is our own. */
    public static Optional<Library> of(String jar) {
        String name = jar.endsWith(".jar") ? jar.substring(0, jar.length() - 4) : jar;
        if (name.matches(OWN)) {
            return Optional.empty();
        }
        Matcher parts = JAR.matcher(name);
        boolean split = parts.matches();
        String artifact = split ? parts.group(1) : name;
        return Optional.of(new Library(artifact, split ? parts.group(2) : "", licence(artifact)));
    }

    private static String licence(String artifact) {
        return licences().entrySet().stream()
                .filter(one -> one.getKey().endsWith("*")
                        ? artifact.startsWith(
                                one.getKey().substring(0, one.getKey().length() - 1))
                        : artifact.equals(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> licences() {
        Map<String, String> all = new LinkedHashMap<>();
        try (InputStream in = Libraries.class.getResourceAsStream("libraries.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        String[] parts = line.split("\\s+", 2);
                        all.put(parts[0], parts[1]);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("libraries.txt is not in the jar", e);
        }
        return all;
    }

    /** The names of all jars: those of the class path, and those that a single jar's manifest names. */
    private static List<String> jars() {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                jars.add(Path.of(entry).getFileName().toString());
                jars.addAll(named(entry));
            }
        }
        return jars.stream().distinct().toList();
    }

    private static List<String> named(String jar) {
        try (JarFile file = new JarFile(jar)) {
            String path = Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(attributes -> attributes.getValue("Class-Path"))
                    .orElse("");
            List<String> names = new ArrayList<>();
            for (String entry : path.split(" ")) {
                if (entry.startsWith("lib/") && entry.endsWith(".jar")) {
                    names.add(entry.substring("lib/".length()));
                }
            }
            return names;
        } catch (IOException gone) {
            return List.of();
        }
    }
}
