package dev.steward.runner.inventory.dynamic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which guest or node a host of a file is: the one whose vmid it names; else the one whose name or alias it has; else the one
 * whose address it has.
 *
 * @param <T> what carries a counterpart
 */
public final class Counterparts<T> {

    private final List<T> all;
    private final Function<T, Counterpart> as;

    /**
     * Among these.
     *
     * @param as what each of them is
     */
    public Counterparts(List<T> all, Function<T, Counterpart> as) {
        this.all = List.copyOf(all);
        this.as = as;
    }

    /**
     * What is said of a host.
     *
     * @param host its name
     * @param vmid {@code proxmox_vmid}
     * @param cluster {@code proxmox_cluster}
     * @param address {@code ansible_host}, else its name
     */
    public record Said(String host, Optional<String> vmid, Optional<String> cluster, String address) {}

    /** All that fit by the first of the ways that fits any; several mean that nobody may guess. */
    public List<T> of(Said said) {
        List<T> inReach = some(
                all, one -> said.cluster().isEmpty() || said.cluster().get().equals(one.cluster()));
        return said.vmid().isPresent() ? some(inReach, one -> one.id().equals(said.vmid())) : named(inReach, said);
    }

    private List<T> named(List<T> inReach, Said said) {
        List<T> named = some(
                inReach,
                one -> one.name().equalsIgnoreCase(said.host()) || one.aliases().contains(lower(said.host())));
        if (named.isEmpty()) {
            named = some(inReach, one -> first(one.name()).equalsIgnoreCase(first(said.host())));
        }
        List<T> there = some(inReach, one -> one.addresses().has(said.address()));
        if (named.size() > 1) {
            List<T> both = named.stream().filter(there::contains).toList();
            return both.size() == 1 ? both : named;
        }
        return named.isEmpty() ? there : named;
    }

    private List<T> some(List<T> from, Predicate<Counterpart> test) {
        return from.stream().filter(one -> test.test(as.apply(one))).toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A name without its domain; an address as it is. */
    public static String first(String name) {
        int dot = name.indexOf('.');
        boolean address = name.matches("[0-9.]+");
        return dot > 0 && !address ? name.substring(0, dot) : name;
    }
}
