package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** md5sum and its kin. */
final class Sums {

    private Sums() {}

    static int sum(Call call, String algorithm) {
        Arguments options = Arguments.of(call, "bctqz", "", "check=c quiet status binary=b");
        if (options.has("c")) {
            return check(call, algorithm, options);
        }
        return Inputs.each(call, options.files(), (name, lines) -> call.out()
                .line(hex(algorithm, lines.rest()) + (options.has("b") ? " *" : "  ") + name));
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int check(Call call, String algorithm, Arguments options) {
        int[] bad = {0};
        boolean silent = options.has("status");
        int status = Inputs.each(call, options.files(), (file, lines) -> {
            for (String line = lines.line(); line != null; line = lines.line()) {
                int space = line.indexOf(' ');
                String wanted = line.substring(0, Math.max(space, 0));
                String name = line.substring(Math.min(line.length(), space + 2));
                int unread = Inputs.each(call, java.util.List.of(name), (each, content) -> {
                    boolean same = hex(algorithm, content.rest()).equalsIgnoreCase(wanted);
                    bad[0] += same ? 0 : 1;
                    if (!silent && !(same && options.has("quiet"))) {
                        call.out().line(name + ": " + (same ? "OK" : "FAILED"));
                    }
                });
                bad[0] += unread;
            }
        });
        if (bad[0] > 0 && !silent) {
            call.fail(1, "WARNING: " + bad[0] + " computed checksum" + (bad[0] == 1 ? "" : "s") + " did NOT match");
        }
        return bad[0] > 0 ? 1 : status;
    }
}
