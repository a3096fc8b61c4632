package dev.steward.runner.lab.pve.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The methods the lab carries out, by {@code METHOD path} as in the table. */
public final class Handlers {

    private final Map<String, Handler> handlers = new HashMap<>();

    /** Another one. */
    public Handlers on(String title, Handler handler) {
        if (handlers.put(title, handler) != null) {
            throw new IllegalStateException("twice: " + title);
        }
        return this;
    }

    /** The same for containers and virtual machines: {@code *} in the title stands for lxc and qemu. */
    public Handlers both(String title, Handler handler) {
        return on(title.replace("*", "lxc"), handler).on(title.replace("*", "qemu"), handler);
    }

    /** Who carries out a method, null where nobody does. */
    public Handler get(String title) {
        return handlers.get(title);
    }

    public Set<String> titles() {
        return Set.copyOf(handlers.keySet());
    }
}
