package dev.steward.runner.lab.pve.state;

/** The two kinds of guests, with the words PVE uses for each. */
public enum Kind {
    LXC("lxc", "CT", "vz", "ct"),
    QEMU("qemu", "VM", "qm", "vm");

    private final String path;
    private final String title;
    private final String task;
    private final String sid;

    Kind(String path, String title, String task, String sid) {
        this.path = path;
        this.title = title;
        this.task = task;
        this.sid = sid;
    }

    /** In paths: lxc, qemu. */
    public String path() {
        return path;
    }

    /** In messages: CT, VM. */
    public String title() {
        return title;
    }

    /** The first letters of its task types: vz, qm. */
    public String task() {
        return task;
    }

    /** In the names of HA resources: ct, vm. */
    public String sid() {
        return sid;
    }
}
