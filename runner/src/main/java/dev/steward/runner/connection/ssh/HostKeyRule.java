package dev.steward.runner.connection.ssh;

/** What is done about a host key that is not known. */
enum HostKeyRule {
    /** Refuse. */
    STRICT,
    /** Take an unknown one into known_hosts, refuse a changed one. */
    ACCEPT_NEW,
    /** Refuse, though the inventory or the client configuration asks for no check: that is said with the refusal. */
    STRICT_ALL_THE_SAME
}
