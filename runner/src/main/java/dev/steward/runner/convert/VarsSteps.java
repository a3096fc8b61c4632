package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code include_vars}: what a file of vars holds is set on the host, as by {@code set_fact}. */
final class VarsSteps {

    private static final Pattern BY_SYSTEM = Pattern.compile(
            "\\{\\{\\s*ansible_(?:facts(?:\\.|\\[['\"]))?(os_family|distribution)(?:['\"]\\])?\\s*\\}\\}(\\.ya?ml)");

    private final Pass pass;

    VarsSteps(Pass pass) {
        this.pass = pass;
    }

    /** The tasks that stand for one: of a file, or of those for the systems that are known here. */
    List<Mapping> of(Mapping task, String key, Source source) throws Unconvertible {
        String file = file(task.get(key));
        Matcher system = BY_SYSTEM.matcher(file);
        if (system.matches()) {
            return bySystem(task, key, source, "ansible_" + system.group(1), system.group(2));
        }
        if (file.contains("{{")) {
            throw new Unconvertible("which file is named here is known only at run time");
        }
        return List.of(set(task, key, source.vars(file), Optional.empty()));
    }

    private static String file(YamlNode said) throws Unconvertible {
        if (said instanceof Mapping mapping) {
            if (mapping.entries().size() != 1 || mapping.get("file") == null) {
                throw new Unconvertible("of 'include_vars' only 'file' has a counterpart here");
            }
            return String.valueOf(mapping.get("file").value());
        }
        return String.valueOf(said.value());
    }

    private List<Mapping> bySystem(Mapping task, String key, Source source, String fact, String ending)
            throws Unconvertible {
        List<Mapping> all = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (String system : systems(source, ending)) {
            String when = fact + " == '" + system + "'";
            try {
                Names.of(pass.known()).values().condition(when);
                all.add(set(task, key, source.vars(system + ending), Optional.of(system + "\u0000" + when)));
            } catch (Unconvertible e) {
                left.add(system + ending);
            }
        }
        if (all.isEmpty()) {
            throw new Unconvertible(
                    "none of the files that 'include_vars' chooses from is for a system that is known" + " here");
        }
        pass.note("Vars chosen by " + fact + " are those of the files that are there"
                + (left.isEmpty() ? "" : ", without " + String.join(", ", left))
                + "; a host of another system fails there, and goes on without them here.");
        return all;
    }

    private static List<String> systems(Source source, String ending) throws Unconvertible {
        Path folder = source.role().map(Role::folder).orElse(source.playbook()).resolve("vars");
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending) && !name.startsWith("main."))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Unconvertible("the folder 'vars' cannot be read");
        }
    }

    /** The same task with the values of a file; of a system where it is one of several. */
    private Mapping set(Mapping task, String key, Source file, Optional<String> system) throws Unconvertible {
        if (!(file.root().orElse(null) instanceof Mapping values)) {
            throw new Unconvertible("the file '" + file.shown() + "' holds no mapping, or is closed by a vault");
        }
        pass.known().bring(Source.values(values).keySet());
        Map<Object, Entry> entries = new LinkedHashMap<>(task.entries());
        entries.remove(key);
        put(entries, task, "set_fact", values);
        if (system.isPresent()) {
            String[] said = system.get().split("\u0000");
            String name = task.get("name") == null
                    ? "Vars"
                    : String.valueOf(task.get("name").value());
            put(entries, task, "name", new Scalar(task.at(), name + " (" + said[0] + ")"));
            List<YamlNode> when = new ArrayList<>(List.of(new Scalar(task.at(), said[1])));
            YamlNode own = task.get("when");
            if (own instanceof Sequence several) {
                when.addAll(several.elements());
            } else if (own != null) {
                when.add(own);
            }
            put(entries, task, "when", new Sequence(task.at(), when));
        }
        return new Mapping(task.at(), entries);
    }

    private static void put(Map<Object, Entry> to, Mapping at, String key, YamlNode value) {
        to.put(key, new Entry(new Scalar(at.at(), key), value));
    }
}
