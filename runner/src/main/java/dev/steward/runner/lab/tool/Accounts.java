package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.User;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users and groups as /etc/passwd and /etc/group say. */
public final class Accounts {

    private Accounts() {}

    static List<String[]> entries(Machine machine, String file) {
        try {
            RegularFile node = (RegularFile) machine.files().node(Who.HOST, file);
            return new String(node.bytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.split(":", -1))
                    .toList();
        } catch (FileException e) {
            return List.of();
        }
    }

    /** The name of a number in one of the two files; the number where it has none. */
    static String name(Call call, String file, int id) {
        return entries(call.machine(), file).stream()
                .filter(entry -> entry.length > 2 && entry[2].equals(Integer.toString(id)))
                .map(entry -> entry[0])
                .findFirst()
                .orElse(Integer.toString(id));
    }

    /** The number of a name or of digits. */
    static Optional<Integer> id(Call call, String file, String name) {
        Optional<Integer> known = entries(call.machine(), file).stream()
                .filter(entry -> entry.length > 2 && entry[0].equals(name))
                .map(entry -> Integer.valueOf(entry[2]))
                .findFirst();
        return known.isPresent() || !name.matches("[0-9]{1,9}") ? known : Optional.of(Integer.valueOf(name));
    }

    /** The user of a login name. */
    public static Optional<User> user(Machine machine, String name) {
        return entries(machine, "/etc/passwd").stream()
                .filter(entry -> entry.length > 5 && (entry[0].equals(name) || ("#" + entry[2]).equals(name)))
                .map(entry -> {
                    int gid = Integer.parseInt(entry[3]);
                    Set<Integer> groups = new LinkedHashSet<>(Set.of(gid));
                    entries(machine, "/etc/group").stream()
                            .filter(group -> group.length > 3
                                    && List.of(group[3].split(",")).contains(entry[0]))
                            .forEach(group -> groups.add(Integer.valueOf(group[2])));
                    return new User(entry[0], Integer.parseInt(entry[2]), gid, groups);
                })
                .findFirst();
    }

    /** The home and the shell of a login name. */
    public static String[] homeAndShell(Machine machine, String name) {
        return entries(machine, "/etc/passwd").stream()
                .filter(entry -> entry.length > 6 && entry[0].equals(name))
                .map(entry -> new String[] {entry[5], entry[6]})
                .findFirst()
                .orElse(new String[] {"/", "/bin/sh"});
    }
}
