package dev.steward.runner.lab.pve.state;

import java.util.LinkedHashMap;
import java.util.Map;

/** A guest that HA keeps. The cluster's monitor guards it. */
public final class HaResource {

    private final String sid;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private String state;

    /**
     * A resource.
     *
     * @param sid as {@code ct:101}
     * @param wanted started, stopped, disabled, ignored
     */
    public HaResource(String sid, String wanted) {
        this.sid = sid;
        settings.put("state", wanted);
        this.state = "queued";
    }

    public String sid() {
        return sid;
    }

    /** state, max_restart, max_relocate, failback, group, comment. */
    public Map<String, Object> settings() {
        return settings;
    }

    /** What is asked for. */
    public String wanted() {
        return String.valueOf(settings.get("state"));
    }

    /** Asks for something. */
    public void want(String wanted) {
        settings.put("state", wanted);
    }

    /** What the manager makes of it: started, stopped, request_stop, migrate, error… */
    public String state() {
        return state;
    }

    /** Sets what the manager makes of it. */
    public void state(String crm) {
        state = crm;
    }

    /** The guest's number. */
    public int vmid() {
        return Integer.parseInt(sid.substring(sid.indexOf(':') + 1));
    }
}
