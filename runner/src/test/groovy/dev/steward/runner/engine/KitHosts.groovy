package dev.steward.runner.engine

import dev.steward.runner.inventory.Host
import dev.steward.runner.module.Outcome

/** Hosts by name, with groups; a pattern is all, a group, a host, or several of them with colons. */
class KitHosts implements Hosts {

    final List<Host> all
    final List<String> limit

    KitHosts(List<Host> all, List<String> limit = null) {
        this.all = all
        this.limit = limit
    }

    static KitHosts of(String... names) { new KitHosts(names.collect { new Host(it, [], [:]) }) }

    List<Host> select(String pattern) {
        List<String> terms = pattern.split(':') as List
        all.findAll { h -> terms.any { it == 'all' || it == h.name() || it in h.groups() } && (limit == null || h.name() in limit) }
    }

    Hosts limited(String pattern) {
        List<String> names = new KitHosts(all).select(pattern)*.name()
        if (!names) {
            throw new IllegalArgumentException("the limit '$pattern' leaves no host")
        }
        new KitHosts(all, names)
    }

    Hosts with(Outcome.NewHost host) {
        new KitHosts(all.findAll { it.name() != host.name() } + new Host(host.name(), host.groups(), host.vars()),
                limit == null ? null : limit + host.name())
    }

    Optional<Host> find(String name) { Optional.ofNullable(all.find { it.name() == name }) }

    List<Host> all() { all }
}
