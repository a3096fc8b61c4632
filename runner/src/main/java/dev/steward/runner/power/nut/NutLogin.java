package dev.steward.runner.power.nut;

import dev.steward.runner.secret.Secret;

/**
 * A user of {@code upsd.users}.
 *
 * @param user its name
 * @param password never shown
 */
public record NutLogin(String user, Secret password) {}
