package dev.steward.runner.follow;

import java.util.Map;

/** What a guest or node uses at one moment. */
public sealed interface Stats permits GuestStats, NodeStats {

    /** Plain data, in the order it is shown. */
    Map<String, Object> data();
}
