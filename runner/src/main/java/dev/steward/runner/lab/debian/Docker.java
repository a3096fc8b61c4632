package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.List;

/** docker, as far as one looks at what runs. */
final class Docker {

    private final List<String> containers;

    Docker(List<String> containers) {
        this.containers = List.copyOf(containers);
    }

    int run(Call call) {
        List<String> words = call.arguments();
        String command = words.isEmpty() ? "" : words.get(0);
        switch (command) {
            case "--version", "-v" -> call.out().line("Docker version 26.1.4, build 5650f9b");
            case "version" ->
                call.out().line("Client: Docker Engine - Community").line(" Version:           26.1.4");
            case "compose" -> {
                if (words.size() < 2 || !words.get(1).equals("version")) {
                    return call.say(1, "no configuration file provided: not found");
                }
                call.out().line("Docker Compose version v2.27.1");
            }
            case "ps" -> ps(call, words);
            case "info" ->
                call.out()
                        .line("Server:")
                        .line(" Containers: " + containers.size())
                        .line(" Server Version: 26.1.4");
            default ->
                throw new UsageException(1, "docker: '" + command + "' is not a docker command.\nSee 'docker --help'");
        }
        return 0;
    }

    private void ps(Call call, List<String> words) {
        if (words.contains("-q")) {
            containers.forEach(name -> call.out().line(id(name)));
        } else if (words.contains("--format")) {
            String format = words.get(words.indexOf("--format") + 1);
            containers.forEach(name -> call.out()
                    .line(format.replace("{{.Names}}", name)
                            .replace("{{.ID}}", id(name))
                            .replace("{{.Status}}", "Up 3 days")
                            .replace("{{.Image}}", name + ":latest")));
        } else {
            call.out()
                    .line(
                            "CONTAINER ID   IMAGE                 COMMAND        CREATED       STATUS       PORTS     NAMES");
            containers.forEach(name -> call.out()
                    .line(String.format(
                            "%-14s %-21s %-14s %-13s %-12s %-9s %s",
                            id(name), name + ":latest", "\"/init\"", "3 weeks ago", "Up 3 days", "", name)));
        }
    }

    private static String id(String name) {
        return String.format("%08x%04x", name.hashCode(), name.length());
    }
}
