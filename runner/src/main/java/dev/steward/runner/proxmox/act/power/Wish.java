package dev.steward.runner.proxmox.act.power;

import java.time.Duration;
import java.util.Optional;

/**
 * What is wanted of guests.
 *
 * @param goal what each is brought to
 * @param timeout how long each is given; empty: what its own {@code startup} says with {@code down=}, else the usual limit
 * @param force whether one that does not follow in time is stopped hard
 * @param check whether nothing may be changed
 */
public record Wish(Goal goal, Optional<Duration> timeout, boolean force, boolean check) {}
