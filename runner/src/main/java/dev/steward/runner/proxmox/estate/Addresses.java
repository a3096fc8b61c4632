package dev.steward.runner.proxmox.estate;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a guest's addresses.
 *
 * @param all the best first: IPv4 before IPv6, public ones among them; without loopback and link-local ones
 * @param unknown why there may be more, or none; empty: this is all of it
 */
public record Addresses(List<Address> all, Optional<String> unknown) {

    /** Nothing known, nothing asked. */
    static final Addresses NONE = new Addresses(List.of(), Optional.empty());

    public Addresses {
        all = List.copyOf(all);
    }

    /** The one to connect to. */
    public Optional<String> best() {
        return all.stream().map(Address::ip).findFirst();
    }

    /** Whether it has this one. */
    public boolean has(String ip) {
        return all.stream().anyMatch(address -> address.ip().equals(ip));
    }
}
