package dev.steward.web.server;

import dev.steward.web.http.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stylesheet, scripts and icon, held in memory. Their addresses hold a hash, so browsers keep them for ever. */
final class Assets {

    private static final List<String> NAMES = List.of(
            "steward.css",
            "theme.js",
            "steward.js",
            "run.js",
            "matrix.js",
            "estate.js",
            "power.js",
            "charts.js",
            "icon.svg",
            // not ours: vendored.txt
            "uPlot.iife.min.js",
            "uPlot.min.css",
            "uPlot.LICENSE.txt");

    private final Map<String, byte[]> byName = new LinkedHashMap<>();
    private final String hash;

    Assets() {
        NAMES.forEach(name -> byName.put(name, read(name)));
        hash = hash(byName);
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/dev/steward/web/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The folder of all addresses, with a slash at its end. */
    String folder() {
        return "/assets/" + hash + "/";
    }

    byte[] get(String asked, String name) {
        byte[] bytes = byName.get(name);
        if (bytes == null || !asked.equals(hash)) {
            throw Refused.notFound("There is no such file.");
        }
        return bytes;
    }

    static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "txt" -> "text/plain; charset=utf-8";
            default -> "application/octet-stream";
        };
    }
}
