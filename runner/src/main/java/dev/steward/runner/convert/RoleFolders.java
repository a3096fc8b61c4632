package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where roles are looked for: as Ansible does, and beside the folder of the playbook. */
final class RoleFolders {

    private static final String ROLES = "roles";
    private static final Pattern SETTING = Pattern.compile("(?m)^\\s*roles_path\\s*[=:]\\s*(.+?)\\s*$");

    private RoleFolders() {}

    /**
     * A role by its name.
     *
     * @param source names it: a playbook, or a file of a role, beside which others are
     */
    static Role find(String name, Source source) throws Unconvertible {
        if (name.contains("{{")) {
            throw new Unconvertible("which role is named here is known only at run time");
        }
        Path folder = source.playbook();
        try {
            for (Path place : places(folder, source.role())) {
                Path role = place.resolve(name).normalize();
                if (Files.isDirectory(role)) {
                    return new Role(role.getFileName().toString(), role, shown(folder, role), folder);
                }
            }
        } catch (InvalidPathException e) {
            throw new Unconvertible("'" + name + "' is no name of a role");
        }
        throw new Unconvertible("the role '" + name + "' is not in '" + ROLES
                + "' beside the playbook, nor where roles_path of ansible.cfg says; put it there"
                + " ('ansible-galaxy role install -p roles …'), and convert again");
    }

    private static String shown(Path folder, Path role) {
        return role.startsWith(folder) || folder.getParent() != null && role.startsWith(folder.getParent())
                ? folder.relativize(role).toString()
                : role.toString();
    }

    private static Set<Path> places(Path folder, Optional<Role> role) {
        Set<Path> places = new LinkedHashSet<>();
        places.add(folder.resolve(ROLES));
        places.addAll(configured(folder));
        role.map(one -> one.folder().getParent()).ifPresent(places::add);
        places.add(folder);
        places.add(folder.resolveSibling(ROLES));
        return places;
    }

    /** Of the ansible.cfg beside the playbook, or of the folder above. */
    private static List<Path> configured(Path folder) {
        for (Path at = folder; at != null && folder.getNameCount() - at.getNameCount() < 2; at = at.getParent()) {
            Path base = at;
            Path file = at.resolve("ansible.cfg");
            if (Files.isRegularFile(file)) {
                return setting(file).stream()
                        .map(place -> place.replaceFirst("^~(?=/)", System.getProperty("user.home")))
                        .map(base::resolve)
                        .toList();
            }
        }
        return List.of();
    }

    private static List<String> setting(Path file) {
        try {
            Matcher said = SETTING.matcher(Files.readString(file));
            return said.find() ? List.of(said.group(1).split("\\s*:\\s*")) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
