package dev.steward.runner.app.order;

import dev.steward.runner.module.Claims;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.live.ClaimRows;
import java.util.Optional;

/** What operations are under way on, here and on the other servers. */
public final class SharedClaims implements Claims.Others {

    private final ClaimRows rows;

    private SharedClaims(ClaimRows rows) {
        this.rows = rows;
    }

    /** The claims of a server. */
    public static Claims of(Store store) {
        return store.onServer() ? new Claims(new SharedClaims(store.shared().claims())) : new Claims();
    }

    @Override
    public boolean take(String what, String by) {
        return rows.take(what, by);
    }

    @Override
    public void release(String what) {
        rows.release(what);
    }

    @Override
    public Optional<String> holder(String what) {
        return rows.holder(what);
    }
}
