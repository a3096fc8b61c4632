package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.debian.Containers.Container;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** docker with its compose plugin, as far as one looks at what runs and brings projects down and up. */
final class Docker {

    private static final String LABEL = "com.docker.compose.project";

    private final Containers containers;

    Docker(Containers containers) {
        this.containers = containers;
    }

    int run(Call call) {
        List<String> words = call.arguments();
        String command = words.isEmpty() ? "" : words.get(0);
        switch (command) {
            case "--version", "-v" -> call.out().line("Docker version 26.1.4, build 5650f9b");
            case "version" ->
                call.out().line("Client: Docker Engine - Community").line(" Version:           26.1.4");
            case "compose" -> {
                return compose(call, words.subList(1, words.size()));
            }
            case "ps" -> ps(call, words);
            case "inspect" -> inspect(call, words);
            // none was pulled: what the lab runs no registry has, and nobody is to be asked for it
            case "image" -> call.out().line("");
            case "info" ->
                call.out()
                        .line("Server:")
                        .line(" Containers: " + containers.all().size())
                        .line(" Server Version: 26.1.4");
            default ->
                throw new UsageException(1, "docker: '" + command + "' is not a docker command.\nSee 'docker --help'");
        }
        return 0;
    }

    private void ps(Call call, List<String> words) {
        boolean all = words.contains("-a") || words.contains("-aq");
        List<Container> shown = containers.all().stream()
                .filter(each -> all || each.alive())
                .filter(labelled(words))
                .toList();
        if (words.contains("-q") || words.contains("-aq")) {
            shown.forEach(each -> call.out().line(each.id()));
        } else if (words.contains("--format")) {
            String format = words.get(words.indexOf("--format") + 1);
            shown.forEach(each -> call.out().line(filled(format, each)));
        } else {
            call.out()
                    .line(
                            "CONTAINER ID   IMAGE                 COMMAND        CREATED       STATUS       PORTS     NAMES");
            shown.forEach(each -> call.out()
                    .line(String.format(
                            "%-14s %-21s %-14s %-13s %-12s %-9s %s",
                            each.id(),
                            each.service() + ":latest",
                            "\"/init\"",
                            "3 weeks ago",
                            each.status(),
                            "",
                            each.name())));
        }
    }

    /** Every container here belongs to a project, so the label alone leaves out none. */
    private static Predicate<Container> labelled(List<String> words) {
        int at = words.indexOf("--filter");
        String wanted = at < 0 ? "" : words.get(at + 1).replaceFirst("^label=" + LABEL + "=?", "");
        return each -> wanted.isEmpty() || each.project().equals(wanted);
    }

    private static String filled(String format, Container each) {
        return format.replaceAll("\\{\\{if \\.State\\.Health}}.*?\\{\\{else}}(.*?)\\{\\{end}}", "$1")
                .replace("{{.Label \"" + LABEL + "\"}}", each.project())
                .replace("{{.Label \"" + LABEL + ".working_dir\"}}", Containers.FOLDER + each.project())
                .replace(
                        "{{.Label \"" + LABEL + ".config_files\"}}",
                        Containers.FOLDER + each.project() + "/compose.yml")
                .replace("{{index .Config.Labels \"" + LABEL + "\"}}", each.project())
                .replace("{{index .Config.Labels \"com.docker.compose.service\"}}", each.service())
                .replace("{{.Config.Image}}", each.service() + ":latest")
                .replace("{{.State.Status}}", each.state())
                .replace("{{.State.ExitCode}}", each.alive() ? "0" : "143")
                .replace("{{.State.StartedAt}}", each.since())
                .replace("{{.HostConfig.RestartPolicy.Name}}", "unless-stopped")
                .replace("{{.Names}}", each.name())
                .replace("{{.Name}}", "/" + each.name())
                .replace("{{.ID}}", each.id())
                .replace("{{.State}}", each.state())
                .replace("{{.Status}}", each.status())
                .replace("{{.Image}}", each.service() + ":latest");
    }

    private void inspect(Call call, List<String> words) {
        String format = words.contains("--format") ? words.get(words.indexOf("--format") + 1) : "{{.ID}} {{.State}}";
        containers.all().stream()
                .filter(each -> words.contains(each.id()) || words.contains(each.name()))
                .forEach(each -> call.out().line(filled(format, each)));
    }

    private int compose(Call call, List<String> words) {
        List<String> rest = new ArrayList<>(words);
        String project = call.proc().folder().replaceFirst(".*/", "");
        while (!rest.isEmpty() && rest.get(0).startsWith("-")) {
            String option = rest.remove(0);
            String value = rest.isEmpty() ? "" : rest.remove(0);
            project = switch (option) {
                case "-p", "--project-name" -> value;
                case "-f", "--file" ->
                    value.contains("/") ? value.replaceFirst("/[^/]*$", "").replaceFirst(".*/", "") : project;
                default -> project;
            };
        }
        String command = rest.isEmpty() ? "" : rest.get(0);
        if (command.equals("version")) {
            call.out().line("Docker Compose version v2.27.1");
            return 0;
        }
        if (containers.services(project).isEmpty()) {
            return call.say(14, "no configuration file provided: not found");
        }
        return composed(call, project, command, rest);
    }

    private int composed(Call call, String project, String command, List<String> words) {
        switch (command) {
            case "ps" ->
                containers.of(project).stream()
                        .filter(each -> words.contains("-a") || each.alive())
                        .forEach(each -> call.out().line(words.contains("-q") ? each.id() : each.name()));
            case "config" ->
                containers.services(project).forEach(service -> call.out().line(service));
            case "down" -> containers.down(project);
            case "up" -> containers.up(project, true);
            case "start" -> containers.up(project, false);
            case "stop" -> containers.change(project, List.of("running", "paused"), "exited");
            case "pause" -> containers.change(project, List.of("running"), "paused");
            case "unpause" -> containers.change(project, List.of("paused"), "running");
            default -> {
                return call.say(16, "unknown docker command: \"compose " + command + "\"");
            }
        }
        return 0;
    }
}
