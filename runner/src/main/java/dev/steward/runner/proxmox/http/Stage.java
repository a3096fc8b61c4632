package dev.steward.runner.proxmox.http;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Whether a request has left, decided once: what was given up before it left never leaves. */
final class Stage {

    private enum At {
        HERE,
        SENT,
        GIVEN_UP
    }

    private final AtomicReference<At> at = new AtomicReference<>(At.HERE);
    private final HttpUriRequestBase request;

    Stage(HttpUriRequestBase request) {
        this.request = request;
    }

    HttpUriRequestBase request() {
        return request;
    }

    /** It leaves now; false: it was given up. */
    boolean leave() {
        return at.compareAndSet(At.HERE, At.SENT);
    }

    boolean sent() {
        return at.get() == At.SENT;
    }

    /** Gives it up and cuts its connection. */
    void giveUp() {
        at.compareAndSet(At.HERE, At.GIVEN_UP);
        request.cancel();
    }
}
