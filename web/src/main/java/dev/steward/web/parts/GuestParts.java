package dev.steward.web.parts;

import dev.steward.runner.follow.Follow;
import dev.steward.runner.proxmox.act.ActingSource;

/**
 * What looks at guests and nodes while they run, and what starts and stops them.
 *
 * @param follow looks
 * @param acting the clusters for those that change something on them
 */
public record GuestParts(Follow follow, ActingSource acting) {}
