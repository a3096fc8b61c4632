package dev.steward.runner.module.patch;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.script.Answer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guests that are not patched, whatever family their tools are of; the README names them. */
final class Outside {

    /** ostype of qm.conf(5) that is no Linux; {@code other} tells nothing. */
    private static final Pattern NO_LINUX = Pattern.compile("w2k\\w*|wxp|wvista|win\\d+|solaris");

    private Outside() {}

    /** Why, before it is entered. */
    static Optional<String> by(Optional<String> ostype) {
        return ostype.filter(type -> NO_LINUX.matcher(type).matches())
                .map(type -> "only Linux guests are patched, and its configuration says ostype " + type);
    }

    /** Why, as it looks from inside. */
    static Optional<String> by(Answer look, Host host) {
        boolean guest = host.vars().get("proxmox_vmid") != null;
        return guest && look.flag("pve")
                ? Optional.of(
                        "a Proxmox VE inside a guest is not patched as a guest: its packages, kernels and guests need"
                                + " what rolling-host-update.groovy does; make it a cluster of its own in steward.yml")
                : Optional.empty();
    }
}
