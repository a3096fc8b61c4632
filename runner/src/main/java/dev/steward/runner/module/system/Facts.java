package dev.steward.runner.module.system;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a host is, asked in one round trip when something first wants to know. Plain data: hostname, fqdn, kernel, arch,
 * system, os (id, like, version, codename, name), debian, memory, memoryFree, swap (bytes), cpus, uptime (seconds), bootId,
 * initStart, virtualization (systemd-detect-virt's words, {@code none} on a machine), serviceManager, packageManager,
 * addresses (a list of interface, family, address), address (the first of IPv4, else of all), proxmox (node: whether it is
 * a node of Proxmox VE, version: of pve-manager, else empty), user.
 */
public final class Facts {

    private static final List<String> NUMBERS = List.of("memory", "memoryFree", "swap", "cpus");

    private final Script script = Script.named("facts");

    /**
     * Gathers the facts of a host.
     *
     * @param target any task's view of it; nothing is shown
     * @return the facts; {@code failure} alone where the host could not say
     * @throws ConnectionException when the host cannot be reached
     * @throws InterruptedException when the run is cancelled
     */
    public Map<String, Object> gather(Target target) throws ConnectionException, InterruptedException {
        Answer answer = script.ask(target);
        if (answer.failure().isPresent()) {
            return Map.of("failure", answer.failure().get());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        Map<String, Object> os = new LinkedHashMap<>();
        answer.all().forEach((key, value) -> {
            if (key.startsWith("os.")) {
                os.put(key.substring(3), value);
            } else if (!key.startsWith("pve.") && !key.equals("end") && !key.equals("address")) {
                facts.put(key, NUMBERS.contains(key) ? (Object) answer.number(key) : value);
            }
        });
        facts.put("os", os);
        facts.put("proxmox", Map.of("node", answer.flag("pve.node"), "version", answer.text("pve.version")));
        facts.put("uptime", uptime(answer.text("uptime")));
        addresses(facts, answer.texts("address"));
        return facts;
    }

    private static double uptime(String text) {
        return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
    }

    private static void addresses(Map<String, Object> facts, List<String> said) {
        List<String> lines =
                said.stream().filter(line -> line.split(" ").length >= 3).toList();
        List<Object> all = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ");
            all.add(Map.of("interface", parts[0], "family", parts[1], "address", parts[2]));
        }
        facts.put("addresses", all);
        lines.stream()
                .sorted((a, b) -> Boolean.compare(!a.contains(" inet "), !b.contains(" inet ")))
                .findFirst()
                .ifPresent(line -> facts.put("address", line.split(" ")[2]));
    }
}
