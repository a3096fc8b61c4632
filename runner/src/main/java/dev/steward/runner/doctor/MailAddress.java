package dev.steward.runner.doctor;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import java.util.Map;
import java.util.Optional;

/**
 * Where Proxmox VE's own mails go: to the address of root@pam, the sixth field of its line in {@code /etc/pve/user.cfg}
 * (user:enable:expire:firstname:lastname:email:comment:keys, PVE::AccessControl). An address one field earlier is a last name.
 */
final class MailAddress {

    private static final String ROOT = "root@pam";

    private MailAddress() {}

    /** What is to be said of it; empty: we may not look. */
    static Optional<Finding> look(String cluster, PveApi api) throws InterruptedException {
        PveFields root;
        try {
            root = api.get(PvePath.of("access", "users", ROOT), Map.of()).fields();
        } catch (PveException e) {
            return Optional.empty();
        }
        String what = "mail of " + cluster;
        Optional<String> email = root.text("email").filter(text -> !text.isBlank());
        if (email.isPresent()) {
            return Optional.of(Finding.good(what, "Proxmox VE's own mails go to " + email.get()));
        }
        for (String field : new String[] {"lastname", "firstname", "comment"}) {
            Optional<String> said = root.text(field).filter(text -> text.contains("@"));
            if (said.isPresent()) {
                return Optional.of(Finding.note(
                        what,
                        "the address " + said.get() + " of " + ROOT + " stands in the field " + field
                                + ", so that no mail of Proxmox VE goes there: " + set(said.get())));
            }
        }
        return Optional.of(
                Finding.note(what, ROOT + " has no mail address: mails of Proxmox VE go nowhere: " + set("ADDRESS")));
    }

    private static String set(String address) {
        String quoted = address.matches("[\\w.@+-]+") ? address : "ADDRESS";
        return "pveum user modify " + ROOT + " --email " + quoted;
    }
}
