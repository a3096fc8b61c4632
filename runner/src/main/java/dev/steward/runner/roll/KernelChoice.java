package dev.steward.runner.roll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kernel a node runs and which it would boot: what {@code proxmox-boot-tool kernel pin} names, for the next boot before
 * for all, else the newest installed one. {@code /var/run/reboot-required} says nothing dependable on Proxmox VE.
 *
 * @param running as {@code uname -r} says
 * @param installed kernels of Proxmox, as {@code 6.8.12-4-pve}, in any order
 * @param pinned the pin, as of {@code /etc/kernel/proxmox-boot-pin}
 * @param pinnedOnce the pin for the next boot alone, as of {@code /etc/kernel/next-boot-pin}
 */
public record KernelChoice(
        String running, List<String> installed, Optional<String> pinned, Optional<String> pinnedOnce) {

    private static final Pattern PACKAGE =
            Pattern.compile("(?:proxmox|pve)-kernel-(\\d+\\.\\d+\\.\\d+-\\d+-pve)(?:-signed)?");
    private static final Comparator<String> BY_NUMBERS = (one, two) -> {
        List<Integer> a = numbers(one);
        List<Integer> b = numbers(two);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return a.get(i).compareTo(b.get(i));
            }
        }
        return Integer.compare(a.size(), b.size());
    };

    public KernelChoice {
        installed = List.copyOf(installed);
    }

    /** The release a kernel package holds; empty: it is none, or only points to one. */
    public static Optional<String> release(String packageName) {
        Matcher m = PACKAGE.matcher(packageName);
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static List<Integer> numbers(String release) {
        List<Integer> numbers = new ArrayList<>();
        Matcher m = Pattern.compile("\\d{1,9}").matcher(release);
        while (m.find()) {
            numbers.add(Integer.valueOf(m.group()));
        }
        return numbers;
    }

    /** What it would boot; empty: no kernel of Proxmox is known, so nothing can be said. */
    public Optional<String> next() {
        return pinnedOnce.or(() -> pinned).or(() -> installed.stream().max(BY_NUMBERS));
    }

    /** Why it has to boot for its kernel; empty: it need not. */
    public Optional<String> reason() {
        return next().filter(next -> !next.equals(running))
                .map(next -> "it runs kernel " + running + ", and "
                        + (pinnedOnce.isPresent() || pinned.isPresent()
                                ? next + " is pinned"
                                : next + " is the newest installed"));
    }

    /** A pin that names a kernel which is not installed: the node would not boot what is expected. */
    public Optional<String> problem() {
        return pinnedOnce
                .or(() -> pinned)
                .filter(pin -> !installed.isEmpty() && !installed.contains(pin))
                .map(pin -> "kernel " + pin + " is pinned and not installed (proxmox-boot-tool kernel list)");
    }
}
