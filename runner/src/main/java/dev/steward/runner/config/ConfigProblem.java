package dev.steward.runner.config;

import java.util.Optional;

/**
 * Something wrong in a configuration file.
 *
 * @param file its path
 * @param line from 1; 0: the file as a whole
 * @param column from 1
 * @param message what is wrong and what was expected, without a full stop
 * @param suggestion the next step; empty: none
 */
public record ConfigProblem(String file, int line, int column, String message, Optional<String> suggestion) {

    @Override
    public String toString() {
        String where = line == 0 ? file : file + ":" + line + ":" + column;
        return where + ": " + message + suggestion.map(s -> "; " + s).orElse("");
    }
}
