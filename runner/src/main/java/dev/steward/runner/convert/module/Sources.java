package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.module.ModuleWords.Place;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files that tasks take along: of the playbook, or of a role, which looks in its own folders first. */
final class Sources {

    private static final String ELEMENT = "(?s)\\{\\{-?\\s*item\\b.*";

    private Sources() {}

    /** A file, where it is there already. */
    static Optional<Path> find(Place place, String kind, String name) throws Unconvertible {
        try {
            List<Path> folders = new ArrayList<>();
            place.role().ifPresent(role -> folders.addAll(List.of(role.resolve(kind), role, role.resolve("tasks"))));
            folders.addAll(List.of(place.folder().resolve(kind), place.folder()));
            return folders.stream()
                    .map(folder -> folder.resolve(name))
                    .filter(Files::exists)
                    .findFirst();
        } catch (InvalidPathException e) {
            throw new Unconvertible("'" + name + "' is no name of a file");
        }
    }

    /** The path as a playbook beside Ansible's names it; of a role its folder goes before. */
    static String named(Place place, String kind, String name) throws Unconvertible {
        if (place.role().isEmpty() || name.startsWith("/")) {
            return name;
        }
        Path role = place.role().get();
        if (Values.isTemplate(name)) {
            if (name.startsWith("{{") && !name.matches(ELEMENT)) {
                throw new Unconvertible("'src' of a role begins in its folder '" + kind
                        + "', unless it is absolute, which is known only at run time here");
            }
            return place.folder().relativize(role.resolve(kind)) + "/" + name;
        }
        Path found = find(place, kind, name)
                .orElseThrow(() -> new Unconvertible(
                        "the file '" + name + "' is neither in '" + kind + "' of the role nor beside the playbook"));
        return place.folder().relativize(found) + (name.endsWith("/") ? "/" : "");
    }
}
