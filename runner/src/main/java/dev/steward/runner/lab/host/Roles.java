package dev.steward.runner.lab.host;

import dev.steward.runner.lab.host.HostSpec.Kind;
import java.time.Duration;
import java.util.List;

/** The hosts of the demo estate. */
final class Roles {

    private Roles() {}

    static List<HostSpec> all() {
        return List.of(
                container("dns-1", 6, List.of("unbound"), false),
                container("dns-2", 6, List.of("unbound"), false),
                container("proxy-1", 5, List.of("nginx"), false),
                container("metrics-1", 8, List.of("prometheus", "prometheus-node-exporter"), false),
                container("backup-1", 7, List.of("borgmatic"), true),
                vm("media-vm", 45),
                vm("arr-vm", 20),
                vm("downloads-vm", 18),
                vm("apps-vm", 22));
    }

    private static HostSpec container(String name, int boot, List<String> services, boolean failing) {
        return new HostSpec(name, Kind.CONTAINER, Duration.ofSeconds(boot), services, List.of(), List.of(), failing);
    }

    private static HostSpec vm(String name, int boot) {
        return new HostSpec(
                name, Kind.VM, Duration.ofSeconds(boot), List.of("docker", "containerd"), List.of(), List.of(), false);
    }
}
