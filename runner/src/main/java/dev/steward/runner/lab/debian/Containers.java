package dev.steward.runner.lab.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The containers of a Docker host, each a service of a compose project in {@code /opt/stacks}. Thread-safe. */
final class Containers {

    static final String FOLDER = "/opt/stacks/";

    private final Map<String, List<String>> projects;
    private final Map<String, Container> there = new TreeMap<>();
    private int starts;

    /**
     * A container.
     *
     * @param project it belongs to
     * @param service of the project
     * @param state as docker says it: running, paused, exited
     * @param since of its last start, so that two starts differ
     */
    record Container(String project, String service, String state, String since) {

        String name() {
            return project + "-" + service + "-1";
        }

        String id() {
            return String.format("%08x%04x", name().hashCode(), name().length());
        }

        boolean alive() {
            return !state.equals("exited");
        }

        String status() {
            return switch (state) {
                case "running" -> "Up 3 days";
                case "paused" -> "Up 3 days (Paused)";
                default -> "Exited (0) 5 minutes ago";
            };
        }
    }

    /** Of these projects, all up. */
    Containers(Map<String, List<String>> projects) {
        this.projects = Map.copyOf(projects);
        projects.keySet().forEach(project -> up(project, true));
    }

    synchronized List<Container> all() {
        return new ArrayList<>(there.values());
    }

    List<Container> of(String project) {
        return all().stream().filter(each -> each.project().equals(project)).toList();
    }

    /** The services that a project's file names; none where there is no such project. */
    List<String> services(String project) {
        return projects.getOrDefault(project, List.of());
    }

    synchronized void down(String project) {
        there.values().removeIf(each -> each.project().equals(project));
    }

    /** Makes what is not there where that is wanted, and starts what does not run. */
    synchronized void up(String project, boolean make) {
        for (String service : services(project)) {
            Container now = there.get(new Container(project, service, "", "").name());
            boolean wanted = now == null ? make : !now.state().equals("running");
            if (wanted) {
                put(project, service, "running", "start-" + ++starts);
            }
        }
    }

    /** Those in one state go into another. */
    synchronized void change(String project, List<String> from, String to) {
        of(project).stream()
                .filter(each -> from.contains(each.state()))
                .forEach(each -> put(project, each.service(), to, each.since()));
    }

    private void put(String project, String service, String state, String since) {
        Container container = new Container(project, service, state, since);
        there.put(container.name(), container);
    }
}
