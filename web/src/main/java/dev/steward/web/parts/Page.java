package dev.steward.web.parts;

import dev.steward.web.http.Route;
import java.util.List;

/** A page of the product with its ways in. */
public interface Page {

    /** The page, its parts and its actions. */
    List<Route> routes();
}
