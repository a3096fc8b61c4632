package dev.steward.runner.config.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node or guest with the services and files one looks at there, under a name of its own.
 *
 * @param node where it is; a guest that has moved is found all the same. The node itself where vmid is 0
 * @param vmid of the guest; 0: the node itself; empty: the guest is found by vmname, or by the entry's own name
 * @param vmname the guest's name; beside a vmid both must be of the same guest
 * @param services units whose journal is shown; none: the whole journal
 * @param files absolute paths
 */
public record FollowConfig(
        Optional<String> node,
        Optional<Integer> vmid,
        Optional<String> vmname,
        List<String> services,
        List<String> files) {

    private static final int LOWEST = 100;
    private static final int HIGHEST = 999_999_999;

    /** Nothing said. */
    public static final FollowConfig DEFAULT =
            new FollowConfig(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());

    public FollowConfig {
        services = List.copyOf(services);
        files = List.copyOf(files);
        List<String> problems = new ArrayList<>();
        node.filter(name -> !name.matches("[A-Za-z0-9][A-Za-z0-9-]*"))
                .ifPresent(
                        name -> problems.add("node is '" + FollowNames.shown(name) + "', which is no name of a node"));
        vmid.filter(id -> id != 0 && (id < LOWEST || id > HIGHEST))
                .ifPresent(id -> problems.add("vmid is " + id + "; expected 0 for the node itself, or " + LOWEST
                        + " to " + HIGHEST + "; left out, the guest is found by vmname"));
        if (vmid.filter(id -> id == 0).isPresent()) {
            if (node.isEmpty()) {
                problems.add("vmid is 0, which means the node itself, but node is missing");
            }
            if (vmname.isPresent()) {
                problems.add("vmname is given beside vmid 0, which means the node itself; leave one out");
            }
        }
        vmname.filter(name -> FollowNames.service(name).isPresent())
                .ifPresent(name -> problems.add("vmname '" + FollowNames.shown(name) + "' "
                        + FollowNames.service(name).get()));
        entries("services", services, FollowNames::service, problems);
        entries("files", files, FollowNames::file, problems);
        if (!problems.isEmpty()) {
            throw new ManyProblems(problems);
        }
    }

    private static void entries(
            String key, List<String> names, Function<String, Optional<String>> check, List<String> problems) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String place = key + "[" + i + "] '" + FollowNames.shown(name) + "' ";
            check.apply(name).ifPresent(wrong -> problems.add(place + wrong));
        }
    }
}
