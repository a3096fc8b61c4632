package dev.steward.runner.convert.semaphore;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A template of the export as a playbook of ours.
 *
 * @param name Semaphore's
 * @param path where it stands in the export
 * @param file in the playbooks folder; empty: it was not taken over
 * @param inventory how steward.yml names it; empty: the usual ones
 * @param options limit, tags and the like
 * @param parallel whether it may run beside itself
 * @param parameters names that its playbook asks for
 * @param required those without which no run begins
 */
record Template(
        String name,
        String path,
        Optional<String> file,
        Optional<String> inventory,
        Options options,
        boolean parallel,
        Set<String> parameters,
        List<String> required) {}
