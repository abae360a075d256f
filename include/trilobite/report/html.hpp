#pragma once
/// A training as a page: one file that any browser opens, without a network. Needs zlib.

#include <trilobite/io/confusion.hpp>
#include <trilobite/io/summary.hpp>
#include <trilobite/report/curves.hpp>
#include <trilobite/report/markup.hpp>
#include <trilobite/report/page_style.hpp>
#include <trilobite/report/png.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::report {

/// Sections, in the order in which they are added:
///
///     report::page page("Handwritten digits");
///     page.options({{"network", "intermediate"}, {"learning rate", "0.1"}});
///     page.network<net_type>();
///     page.training(history);
///     page.confusion(confusion(net, data));
///     page.images("Misread", images, captions);
///     if (const auto saved = save(page, "report.html"); !saved)
///         complain(saved.error());
///
/// Words may be any; they are escaped. A figure that cannot be drawn is replaced by the reason.
class page {
public:
    using clock = std::chrono::system_clock;

    explicit page(std::string_view title, clock::time_point when = clock::now())
        : title_(escaped(title)), when_(time_text(when)) {}

    /// What the run was started with: names and values.
    page& options(const std::vector<std::pair<std::string, std::string>>& values) {
        begin("Options");
        return list("", values);
    }

    /// A network's layers, the shapes of what they give, and how many parameters they hold.
    page& network(const network_summary& network) {
        begin("Network");
        body_ += "<div class=\"wide\"><table><thead><tr><th class=\"words\">layer</th><th class=\"words\">output</th>"
                 "<th>parameters</th></tr></thead><tbody>\n";
        for (const auto& row : network.rows)
            body_ += "<tr><td class=\"words\">" + escaped(row.name) + "</td><td class=\"words\">" +
                     escaped(row.output) + "</td>" + cell(row.parameters) + "</tr>\n";
        body_ += "</tbody></table></div>\n";
        return paragraph(text::grouped(network.parameters) + " parameters, " +
                         text::grouped(network.trained_parameters) + " of them trained.");
    }
    template <class Net>
    page& network() {
        return network(summary_of<Net>());
    }

    /// What came of it, the curves, and every epoch.
    template <class T>
    page& training(const history<T>& all) {
        begin("Training");
        if (all.status == fit_status::no_data)
            return missing("Nothing was trained: there is not one training sample.");
        if (all.status == fit_status::data_do_not_fit)
            return missing("Nothing was trained: the data do not fit the network.");
        if (all.status == fit_status::not_finite)
            missing("Stopped in mini-batch " + text::grouped(all.fault.batch) + " of epoch " +
                    text::grouped(all.fault.epoch) + ", where " +
                    (all.fault.what == training_fault::kind::cost ? "the cost" : "a parameter") +
                    " was not finite any more.");
        else if (all.epochs.empty())
            missing("Nothing was trained.");
        if (all.epochs.empty())
            return *this;
        last_epoch(all);
        body_ += "<div class=\"row\">\n";
        for (const report::figure& curve : curves(all))
            chart(svg(curve));
        body_ += "</div>\n";
        return epochs(all);
    }

    /// Which classes were taken for which. Classes without a label are called by their number.
    template <std::size_t Classes>
    page& confusion(const confusion_matrix<Classes>& matrix, std::span<const std::string_view> labels = {}) {
        const auto label = [&](std::size_t c) {
            return "<th>" + (c < labels.size() ? escaped(labels[c]) : std::to_string(c)) + "</th>";
        };
        std::size_t most = 1; // of one mistake
        for (std::size_t i = 0; i < Classes; ++i)
            for (std::size_t j = 0; j < Classes; ++j)
                most = i == j ? most : std::max(most, matrix.counts[i][j]);

        begin("Confusion");
        paragraph(text::grouped(matrix.correct()) + " of " + text::grouped(matrix.total()) + " are right, " +
                  text::fixed(100 * matrix.accuracy(), 2) +
                  " %. A row for each class, a column for each that it was taken for.");
        body_ += "<div class=\"wide confusion\"><table><thead><tr><th>true</th>";
        for (std::size_t c = 0; c < Classes; ++c)
            body_ += label(c);
        body_ += "<th>recall</th></tr></thead><tbody>\n";
        for (std::size_t i = 0; i < Classes; ++i) {
            body_ += "<tr>" + label(i);
            for (std::size_t j = 0; j < Classes; ++j) {
                const std::size_t count = matrix.counts[i][j];
                const double share = i == j ? matrix.recall(i) : static_cast<double>(count) / static_cast<double>(most);
                body_ += count == 0 ? "<td></td>"
                                    : "<td class=\"" + std::string(i == j ? "right" : "wrong") +
                                          "\" style=\"--share: " + text::fixed(share, 3) + "\">" +
                                          text::grouped(count) + "</td>";
            }
            body_ += cell(text::fixed(100 * matrix.recall(i), 1) + " %") + "</tr>\n";
        }
        body_ += "</tbody></table></div>\n";
        return *this;
    }

    /// Small images with their captions below them.
    page& images(std::string_view title, std::span<const grey_image> shown, std::span<const std::string> captions) {
        begin(title);
        body_ += "<div class=\"row\">\n";
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const std::string caption = i < captions.size() ? escaped(captions[i]) : "";
            body_ += "<figure class=\"sample\"><img alt=\"" + caption + "\" src=\"data:image/png;base64," +
                     base64(png(shown[i])) + "\"><figcaption>" + caption + "</figcaption></figure>\n";
        }
        body_ += "</div>\n";
        return *this;
    }

    /// A picture of the caller's: an SVG element, which is trusted as it is, or why there is none.
    page& figure(std::string_view title, const result<std::string>& picture) {
        begin(title);
        chart(picture);
        return *this;
    }
    page& figure(std::string_view title, const report::figure& drawn) { return figure(title, svg(drawn)); }

    std::string html() const {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
               title_ + "</title>\n<style>" + detail::page_style + "</style>\n</head>\n<body>\n<main>\n<h1>" + title_ +
               "</h1>\n<p class=\"quiet\">" + when_ + "</p>\n" + body_ + (any_ ? "</section>\n" : "") +
               "</main>\n</body>\n</html>\n";
    }

private:
    static std::string time_text(clock::time_point when) {
        const std::time_t seconds = clock::to_time_t(when);
        std::tm local{};
        localtime_r(&seconds, &local);
        std::array<char, 64> words{};
        return {words.data(), std::strftime(words.data(), words.size(), "%Y-%m-%d %H:%M", &local)};
    }

    static std::string cell(const std::string& words) { return "<td>" + words + "</td>"; }

    template <class T>
    static std::string cells(const metrics<T>& m) {
        return cell(number_text(static_cast<double>(m.cost))) + cell(text::fixed(static_cast<double>(m.accuracy), 4));
    }

    void begin(std::string_view title) {
        body_ += std::string(any_ ? "</section>\n" : "") + "<section>\n<h2>" + escaped(title) + "</h2>\n";
        any_ = true;
    }

    page& paragraph(const std::string& words) {
        body_ += "<p class=\"quiet\">" + words + "</p>\n";
        return *this;
    }
    page& missing(std::string_view why) {
        body_ += "<p class=\"missing\">" + escaped(why) + "</p>\n";
        return *this;
    }

    page& list(const std::string& kind, const std::vector<std::pair<std::string, std::string>>& values) {
        body_ += "<dl class=\"" + kind + "\">\n";
        for (const auto& [name, value] : values)
            body_ += "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>\n";
        body_ += "</dl>\n";
        return *this;
    }

    template <class T>
    void last_epoch(const history<T>& all) {
        const epoch_record<T>& last = all.epochs.back();
        const bool validates = last.validated;
        const std::string on = validates ? "validation " : "training ";
        const metrics<T>& m = validates ? last.validation : last.training;
        list("numbers", {{on + "accuracy", text::fixed(100 * static_cast<double>(m.accuracy), 2) + " %"},
                         {on + "cost", number_text(static_cast<double>(m.cost))},
                         {"epochs", text::grouped(all.epochs.size())}});
        std::string words = "After the last epoch";
        words += all.status == fit_status::stopped ? ", where a callback stopped the training. " : ". ";
        if (const epoch_record<T>* best = best_epoch(all))
            words += "The least " + on + "cost, " + number_text(static_cast<double>(compared_cost(*best))) +
                     ", was that of epoch " + std::to_string(best->epoch) + ".";
        paragraph(words);
    }

    template <class T>
    page& epochs(const history<T>& all) {
        const bool validates = std::any_of(all.epochs.begin(), all.epochs.end(),
                                           [](const epoch_record<T>& record) { return record.validated; });
        body_ += "<div class=\"wide\"><table><thead><tr><th>epoch</th><th>training cost</th><th>accuracy</th>";
        body_ += validates ? "<th>validation cost</th><th>accuracy</th>" : "";
        body_ += "</tr></thead><tbody>\n";
        const epoch_record<T>* best = best_epoch(all);
        for (const epoch_record<T>& record : all.epochs)
            body_ += std::string(&record == best ? "<tr class=\"best\">" : "<tr>") +
                     cell(std::to_string(record.epoch)) + cells(record.training) +
                     (validates ? cells(record.validation) : "") + "</tr>\n";
        body_ += "</tbody></table></div>\n";
        return *this;
    }

    /// A picture among others, whose names must not be taken for its own.
    void chart(const result<std::string>& picture) {
        if (!picture) {
            missing(picture.error());
            return;
        }
        std::string svg = *picture;
        svg.erase(0, svg.find("<svg")); // what makes it a file
        const std::string prefix = "f" + std::to_string(++charts_) + "-";
        for (const std::string_view before : {" id=\"", " id='", "href=\"#", "href='#", "url(#"})
            for (std::size_t at = 0; (at = svg.find(before, at)) != svg.npos;)
                svg.insert(at += before.size(), prefix);
        body_ += "<figure class=\"chart\">" + svg + "</figure>\n";
    }

    std::string title_, when_, body_;
    bool any_ = false;
    std::size_t charts_ = 0;
};

/// Fails where the file cannot be written, and then leaves it as it was.
inline result<std::filesystem::path> save(const page& whole, const std::filesystem::path& path) {
    return write_file(path, whole.html());
}

}
