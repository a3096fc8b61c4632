package dev.steward.runner.config.guardian;

import dev.steward.runner.config.LoadedConfig.Place;

/**
 * Something of the file that means something else here, or nothing.
 *
 * @param at where it stands
 * @param text one sentence without a full stop
 */
record Note(Place at, String text) {}
