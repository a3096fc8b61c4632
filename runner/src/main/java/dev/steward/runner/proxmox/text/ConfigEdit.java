package dev.steward.runner.proxmox.text;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes parts of a guest's configuration: reads it, changes what is to change, and writes with the digest that was read, so that
 * PVE refuses where somebody else wrote in between; then it is read again.
 */
public final class ConfigEdit {

    private static final int TRIES = 3;

    private final PveApi api;
    private final PvePath guest;

    /**
     * For one guest.
     *
     * @param guest as {@code /nodes/pve1/lxc/101}
     */
    public ConfigEdit(PveApi api, PvePath guest) {
        this.api = api;
        this.guest = guest;
    }

    /**
     * Changes one property string; a key that becomes empty is removed.
     *
     * @return whether anything had to be written
     */
    public boolean change(String key, UnaryOperator<PropertyString> change) throws PveException, InterruptedException {
        for (int left = TRIES - 1; ; left--) {
            try {
                return once(key, change);
            } catch (PveException e) {
                if (e.kind() != Kind.CONFLICT || left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Changes how long the guest may take to shut down, and nothing else. */
    public boolean shutdownTime(Duration time) throws PveException, InterruptedException {
        return change("startup", startup -> startup.with("down", time.toSeconds()));
    }

    private boolean once(String key, UnaryOperator<PropertyString> change) throws PveException, InterruptedException {
        PvePath path = guest.and("config");
        PveFields config = api.get(path, Map.of()).fields();
        PropertyString before = PropertyString.parse(config.text(key, ""));
        PropertyString after = change.apply(before);
        if (after.equals(before)) {
            return false;
        }
        Map<String, Object> form = new LinkedHashMap<>();
        if (after.parts().isEmpty()) {
            form.put("delete", key);
        } else {
            form.put(key, after.toString());
        }
        config.text("digest").ifPresent(digest -> form.put("digest", digest));
        api.put(path, form);
        return true;
    }
}
