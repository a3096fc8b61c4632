package dev.steward.runner.proxmox.http;

/**
 * An answer as it came.
 *
 * @param status of HTTP
 * @param reason the reason phrase; for many errors of PVE the only text
 * @param location where a redirect points; empty: none
 * @param body unpacked
 */
record Raw(int status, String reason, String location, byte[] body) {}
