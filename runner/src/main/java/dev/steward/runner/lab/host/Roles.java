package dev.steward.runner.lab.host;

import dev.steward.runner.lab.host.HostSpec.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hosts of the demo estate. */
public final class Roles {

    private static final List<String> COMMON = List.of(
            "base-files 12.4+deb12u8",
            "libc6 2.36-9+deb12u9",
            "libc-bin 2.36-9+deb12u9",
            "libssl3 3.0.15-1~deb12u1",
            "openssl 3.0.15-1~deb12u1 libssl3",
            "tzdata 2024b-0+deb12u1");
    private static final List<String> TRANSFER =
            List.of("curl 7.88.1-10+deb12u8 libcurl4", "libcurl4 7.88.1-10+deb12u8", "libgnutls30 3.7.9-2+deb12u4");
    private static final List<String> SHELL = List.of(
            "openssh-client 1:9.2p1-2+deb12u3",
            "openssh-server 1:9.2p1-2+deb12u3 openssh-sftp-server",
            "openssh-sftp-server 1:9.2p1-2+deb12u3");
    private static final List<String> SYSTEM = List.of(
            "libsystemd0 252.30-1~deb12u2",
            "!systemd 252.30-1~deb12u2 libsystemd0",
            "systemd-sysv 252.30-1~deb12u2",
            "libudev1 252.30-1~deb12u2",
            "udev 252.30-1~deb12u2 libudev1");
    private static final List<String> KERNEL =
            List.of("!linux-image-amd64 6.1.112-1 linux-image-6.1.0-26-amd64", "linux-image-6.1.0-26-amd64 6.1.112-1");
    private static final List<String> ENGINE = List.of(
            "containerd.io 1.7.22-1",
            "docker-ce 5:27.3.1-1~debian.12~bookworm containerd.io",
            "docker-ce-cli 5:27.3.1-1~debian.12~bookworm");

    private Roles() {}

    /** Five containers and four Docker virtual machines. */
    public static List<HostSpec> all() {
        return List.of(
                container("dns-1", 6, "unbound 1.17.1-2+deb12u2", List.of(COMMON, SHELL), false),
                container("dns-2", 6, "unbound 1.17.1-2+deb12u2", List.of(COMMON, SYSTEM), false),
                container("proxy-1", 5, "nginx 1.22.1-9", List.of(COMMON, TRANSFER), false),
                container("metrics-1", 8, "prometheus 2.42.0+ds-5+b5", List.of(TRANSFER, SYSTEM), false),
                container("backup-1", 7, "borgbackup 1.2.4-1", List.of(COMMON), true),
                vm("media-vm", 45, List.of(COMMON, KERNEL)),
                vm("arr-vm", 20, List.of(COMMON, ENGINE)),
                vm("downloads-vm", 18, List.of(TRANSFER, SHELL)),
                vm("apps-vm", 22, List.of(COMMON, TRANSFER, ENGINE)));
    }

    private static List<String> joined(List<List<String>> parts) {
        List<String> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }

    private static HostSpec container(
            String name, int boot, String service, List<List<String>> updates, boolean failing) {
        String unit = service.substring(0, service.indexOf(' '));
        return new HostSpec(
                name,
                Kind.CONTAINER,
                Duration.ofSeconds(boot),
                List.of(unit),
                List.of(service),
                joined(updates),
                failing);
    }

    private static HostSpec vm(String name, int boot, List<List<String>> updates) {
        List<String> packages = List.of(
                "containerd.io 1.7.19-1",
                "docker-ce 5:27.1.1-1~debian.12~bookworm containerd.io",
                "docker-ce-cli 5:27.1.1-1~debian.12~bookworm",
                "linux-image-amd64 6.1.106-3 linux-image-6.1.0-25-amd64",
                "+linux-image-6.1.0-25-amd64 6.1.106-3",
                "qemu-guest-agent 1:7.2+dfsg-7+deb12u7");
        return new HostSpec(
                name,
                Kind.VM,
                Duration.ofSeconds(boot),
                List.of("docker", "containerd", "qemu-guest-agent"),
                packages,
                joined(updates),
                false);
    }
}
