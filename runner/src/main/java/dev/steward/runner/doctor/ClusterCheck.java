package dev.steward.runner.doctor;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.PveVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One cluster: its endpoints, who we are there, what that may do, and how it is. */
final class ClusterCheck {

    /** Of Proxmox VE. */
    private static final int OLDEST = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final ProxmoxConfig config;
    private final List<Finding> findings = new ArrayList<>();

    ClusterCheck(String name, ProxmoxConfig config) {
        this.name = name;
        this.config = config;
    }

    /** Opens a way to one endpoint alone. */
    interface Opening {

        PveApi to(String endpoint);
    }

    /**
     * Looks.
     *
     * @param used modules that scheduled playbooks call
     */
    List<Finding> look(Opening opening, Set<String> used) throws InterruptedException {
        if (!config.tls().verify()) {
            findings.add(Finding.note(
                    "cluster " + name,
                    "proxmox." + name + ".tls.verify is false: anybody may pass for it and read the token; name its"
                            + " authority in tls.ca"));
        }
        boolean told = false;
        for (String endpoint : config.endpoints()) {
            try (PveApi api = opening.to(endpoint)) {
                PveApi soon = api.within(PATIENCE);
                String version =
                        soon.get(PvePath.of("version"), Map.of()).fields().text("version", "?");
                findings.add(release(endpoint, version));
                if (!told) {
                    told = true;
                    if (rights(soon, used)) {
                        state(PveInfo.fetch(api, PATIENCE));
                        MailAddress.look(name, soon).ifPresent(findings::add);
                    }
                }
            } catch (PveException e) {
                findings.add(Finding.problem("endpoint " + endpoint, e.getMessage()));
            } catch (IllegalArgumentException e) {
                findings.add(Finding.problem("cluster " + name, "proxmox." + name + "." + e.getMessage()));
                return findings;
            }
        }
        return findings;
    }

    private static Finding release(String endpoint, String version) {
        boolean old = PveVersion.find(version)
                .filter(release -> !release.atLeast(OLDEST, 0))
                .isPresent();
        return old
                ? Finding.problem(
                        "endpoint " + endpoint,
                        "Proxmox VE " + version + " is older than " + OLDEST
                                + ", the oldest release Steward is made for and tried with; upgrade it first")
                : Finding.good("endpoint " + endpoint, "Proxmox VE " + version);
    }

    private void state(PveInfo info) {
        String what = "cluster " + name;
        List<String> off = info.nodes().stream()
                .filter(node -> !node.online())
                .map(PveInfo.Member::name)
                .toList();
        if (!info.quorate()) {
            findings.add(Finding.problem(
                    what,
                    info.name() + " has no quorum: reading works, changing does not; bring nodes back (pvecm status)"));
        }
        if (!off.isEmpty()) {
            findings.add(Finding.problem(
                    what,
                    (off.size() == 1 ? "node " : "nodes ") + String.join(", ", off)
                            + " offline; guests there cannot be reached"));
        }
        if (info.quorate() && off.isEmpty()) {
            int count = info.nodes().size();
            findings.add(Finding.good(
                    what,
                    info.name() + ", " + count + (count == 1 ? " node" : " nodes")
                            + (info.cluster() ? ", quorate" : ", stands alone")));
        }
    }

    /* Without Sys.Audit the cluster says nothing of its state. */
    private boolean rights(PveApi api, Set<String> used) throws PveException, InterruptedException {
        Rights rights = new Rights(
                api.get(PvePath.of("access", "permissions"), Map.of()).fields());
        if (rights.none()) {
            findings.add(Finding.problem(
                    "rights in " + name,
                    who() + " has none; a token with privilege separation has only those given to itself: "
                            + grant("/", "PVEAuditor")));
            return false;
        }
        List<Need> needs = new ArrayList<>(Need.TO_READ);
        used.stream()
                .filter(Need.OF_MODULES::containsKey)
                .map(Need.OF_MODULES::get)
                .distinct()
                .forEach(needs::add);
        int before = findings.size();
        needs.stream().filter(need -> !rights.has(need)).forEach(need -> lacking(need, rights.parts(need)));
        if (findings.size() == before) {
            findings.add(Finding.good(
                    "rights in " + name,
                    who() + " has " + needs.stream().map(Need::privilege).collect(Collectors.joining(", "))));
        }
        return Need.TO_READ.stream().allMatch(need -> !need.path().equals("/") || rights.has(need));
    }

    private void lacking(Need need, List<String> parts) {
        String what = "rights in " + name;
        findings.add(
                parts.isEmpty()
                        ? Finding.problem(
                                what,
                                who() + " lacks " + need.privilege() + " on " + need.path() + ": " + need.purpose()
                                        + "; " + grant(need.path(), need.role()))
                        : Finding.note(
                                what, who() + " has " + need.privilege() + " only on " + String.join(", ", parts)));
    }

    private String grant(String path, String role) {
        return "pveum acl modify " + path + (token() ? " --tokens '" : " --users '") + who() + "' --roles " + role;
    }

    private boolean token() {
        return config.user().isEmpty();
    }

    private String who() {
        return config.user()
                .map(user -> user.contains("@") ? user : user + "@" + config.realm())
                .or(config::tokenId)
                .or(() -> config.token().map(whole -> whole.reveal().replaceFirst("=.*", "")))
                .orElse("");
    }
}
