package dev.steward.runner.connection;

import java.util.Optional;

/**
 * A file to be written on a host.
 *
 * @param path absolute
 * @param mode octal digits as {@code 0644}; empty: keep an existing file's, else 0600
 * @param owner user or user:group; empty: keep an existing file's, else the writing user's
 * @param as the user who writes it
 */
public record RemoteFile(String path, Optional<String> mode, Optional<String> owner, RunAs as) {}
