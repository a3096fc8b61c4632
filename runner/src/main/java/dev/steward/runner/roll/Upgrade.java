package dev.steward.runner.roll;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an upgrade of a node would do, simulated, and what follows from it.
 *
 * @param packages what would change
 */
public record Upgrade(List<Step> packages) {

    private static final Set<String> KEEPS = Set.of("proxmox-ve", "pve-manager");
    private static final Set<String> RELEASES = Set.of("proxmox-ve", "pve-manager", "base-files");
    private static final Set<String> NEEDS_BOOT =
            Set.of("intel-microcode", "amd64-microcode", "pve-firmware", "proxmox-firmware");
    private static final String QEMU = "pve-qemu-kvm";

    public Upgrade {
        packages = List.copyOf(packages);
    }

    /**
     * One package.
     *
     * @param from empty: it is not installed
     * @param to empty: it would be removed
     */
    public record Step(String name, String from, String to) {

        /** From what modules tell. */
        public static Step of(Map<?, ?> data) {
            return new Step(text(data.get("name")), text(data.get("from")), text(data.get("to")));
        }

        private static String text(Object value) {
            return value == null ? "" : value.toString();
        }

        private String bare() {
            return name.replaceFirst(":.*", "");
        }
    }

    /**
     * Why it must not be done.
     *
     * @param majorRelease whether the playbook says that it may go to the next major release
     */
    public List<String> refusals(boolean majorRelease) {
        List<String> reasons = new ArrayList<>();
        for (Step step : packages) {
            if (KEEPS.contains(step.bare()) && step.to().isEmpty()) {
                reasons.add("it would remove " + step.name()
                        + ", and with it Proxmox VE: the package sources are wrong (see pveversion -v and"
                        + " /etc/apt/sources.list.d)");
            }
            Optional<String> from = major(step.from());
            Optional<String> to = major(step.to());
            if (!majorRelease
                    && RELEASES.contains(step.bare())
                    && from.isPresent()
                    && to.isPresent()
                    && !from.equals(to)) {
                reasons.add("it would go from major release " + from.get() + " to " + to.get() + " (" + step.name()
                        + " " + step.from() + " -> " + step.to()
                        + "): follow the upgrade guide, then say majorRelease: true");
            }
        }
        return List.copyOf(reasons);
    }

    private static Optional<String> major(String version) {
        String number = version.replaceFirst("^\\d+:", "").replaceFirst("[^0-9].*$", "");
        return number.isEmpty() ? Optional.empty() : Optional.of(number);
    }

    /** Packages after which the node has to boot whatever its kernels: firmware and microcode. */
    public List<String> firmware() {
        return reasons(step -> NEEDS_BOOT.contains(step.bare()));
    }

    /** Kernels that would be new; a node with a pinned kernel does not boot them. */
    public List<String> kernels() {
        return reasons(step -> KernelChoice.release(step.bare()).isPresent());
    }

    private List<String> reasons(Predicate<Step> which) {
        return packages.stream()
                .filter(step -> !step.to().isEmpty() && !step.to().equals(step.from()))
                .filter(which)
                .map(step -> step.name() + " " + step.to())
                .toList();
    }

    /** Whether running VMs keep the old QEMU until they move or restart. */
    public boolean qemu() {
        return packages.stream().anyMatch(step -> step.bare().equals(QEMU));
    }
}
