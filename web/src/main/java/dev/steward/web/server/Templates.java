package dev.steward.web.server;

import dev.steward.web.http.Caller;
import dev.steward.web.http.Reply;
import dev.steward.web.page.Chrome;
import dev.steward.web.page.Pages;
import dev.steward.web.parts.WebParts;
import dev.steward.web.power.Banner;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import java.util.Optional;

/** Pages as HTML. The only place that knows jte. */
final class Templates {

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "dev.steward.web.template");
    private final WebParts parts;
    private final String assets;

    Templates(WebParts parts, String assets) {
        this.parts = parts;
        this.assets = assets;
    }

    String render(Reply.Page page, String path, Caller caller) {
        Chrome chrome = new Chrome(
                page.title(),
                Pages.MENU,
                path,
                Chrome.Who.of(caller),
                assets,
                parts.version().toString(),
                page.whole() ? Banner.of(parts.power()) : Optional.empty());
        StringOutput out = new StringOutput(32_768);
        engine.render(page.template() + ".jte", Map.of("chrome", chrome, "view", page.view()), out);
        return out.toString();
    }
}
