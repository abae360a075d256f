#pragma once
/// What a file of RTNeural's says of its layers. They are handed on as the parser goes along the text: of one at a time
/// the numbers are kept, and nothing of the others.

#include <trilobite/io/shortest.hpp>
#include <trilobite/weights/json.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::detail {

/// Numbers of a layer: a row of them, or rows that are of one length.
struct rtneural_array {
    std::size_t begin = 0; ///< the place of the first among the layer's numbers
    std::size_t rows = 0;  ///< 0: it is a row itself
    std::size_t columns = 0;
    bool is_sound = false; ///< it is that, and nothing else
};

struct rtneural_layer {
    std::string type, activation;
    std::optional<double> epsilon;
    std::size_t array_count = 0;
    std::vector<rtneural_array> arrays; ///< the first of them
    std::vector<double> numbers;
};

/// take(layer) says what is wrong with it, if anything, which ends the reading.
template <class Take>
class rtneural_reader final : public json_events {
public:
    std::string complaint;

    rtneural_reader(std::size_t input_size, Take take) : input_size_(input_size), take_(std::move(take)) {}

    /// False, and a complaint, where something is wrong or missing.
    bool read(std::string_view text) {
        return parse_json(text, *this) && (parts_seen_.size() == 2 || complain(no_parts));
    }

    bool null() override { return value({}); }
    bool boolean(bool) override { return value({}); }
    bool binary(binary_t&) override { return value({}); }
    bool number_integer(number_integer_t number) override { return value(static_cast<double>(number)); }
    bool number_unsigned(number_unsigned_t number) override { return value(static_cast<double>(number)); }
    bool number_float(number_float_t number, const string_t&) override { return value(number); }
    bool string(string_t& text) override {
        if (skipped_ != 0 || depth_ != in_layer || !is_text())
            return value({});
        (member_ == "type" ? layer_.type : layer_.activation) = std::move(text);
        return true;
    }

    bool key(string_t& text) override {
        if (skipped_ != 0)
            return true;
        const bool is_of_file = depth_ == in_file;
        (is_of_file ? part_ : member_) = text;
        const bool is_wanted = is_of_file ? is_part() : is_text() || text == "epsilon" || text == "weights";
        return !is_wanted || (is_of_file ? parts_seen_ : members_seen_).insert(text).second ||
               complain(text + " is there twice");
    }

    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return complain("it is no JSON, or a number is too large, at its byte " + std::to_string(position));
    }

private:
    /// Within what the parser is. What is of no interest is skipped, however deep it goes.
    enum place { outside, in_file, in_part, in_layer, in_weights, in_array, in_row };
    static constexpr std::size_t most_arrays = 4; // of a batch normalisation
    static constexpr const char *no_object = "expected a JSON object, found something else",
                                *no_parts = "not a file of RTNeural's: expected the arrays in_shape and layers",
                                *no_type = "a layer without a type";

    bool complain(std::string what) {
        complaint = std::move(what);
        return false;
    }
    bool complain_of_text() { return complain("the " + member_ + " of a layer is not a string"); }
    bool is_part() const { return part_ == "in_shape" || part_ == "layers"; }
    bool is_text() const { return member_ == "type" || member_ == "activation"; }

    bool enter() {
        depth_ = static_cast<place>(depth_ + 1);
        return true;
    }
    bool skip() {
        ++skipped_;
        return true;
    }

    bool open(bool is_object) {
        if (skipped_ != 0)
            return skip();
        switch (depth_) {
        case outside:
            return is_object ? enter() : complain(no_object);
        case in_file:
            return !is_part() ? skip() : is_object ? complain(no_parts) : enter();
        case in_part:
            if (part_ == "in_shape") {
                last_extent_.reset();
                return skip();
            }
            begin_layer();
            return is_object ? enter() : complain(no_type);
        case in_layer:
            return is_text() ? complain_of_text() : member_ == "weights" && !is_object ? enter() : skip();
        case in_weights:
            array_ = {.begin = layer_.numbers.size(), .is_sound = !is_object};
            if (is_object)
                add_array();
            return is_object ? skip() : enter();
        case in_array:
            row_ = 0;
            array_.is_sound = array_.is_sound && !is_object && (array_.rows != 0 || array_.columns == 0);
            ++array_.rows;
            return is_object ? skip() : enter();
        case in_row:
            array_.is_sound = false;
        }
        return skip();
    }

    bool close() {
        if (skipped_ != 0) {
            --skipped_;
            return true;
        }
        const place ended = depth_;
        depth_ = static_cast<place>(depth_ - 1);
        if (ended == in_part && part_ == "in_shape" && last_extent_ != static_cast<double>(input_size_))
            return complain("expected an in_shape that ends in " + std::to_string(input_size_) + ", found " +
                            (last_extent_ ? text::shortest(*last_extent_) : "no number"));
        if (ended == in_layer) {
            complaint = layer_.type.empty() ? no_type : take_(std::as_const(layer_));
            return complaint.empty();
        }
        if (ended == in_array)
            add_array();
        if (ended == in_row) {
            array_.is_sound = array_.is_sound && (array_.rows == 1 || array_.columns == row_);
            array_.columns = row_;
        }
        return true;
    }

    /// A number, or something else.
    bool value(std::optional<double> number) {
        if (skipped_ != 0)
            return true;
        switch (depth_) {
        case outside:
            return complain(no_object);
        case in_file:
            return !is_part() || complain(no_parts);
        case in_part:
            last_extent_ = number;
            return part_ == "in_shape" || complain(no_type);
        case in_layer:
            if (member_ == "epsilon")
                layer_.epsilon = number;
            return !is_text() || complain_of_text();
        case in_weights:
            array_ = {};
            add_array();
            return true;
        case in_array:
        case in_row:
            ++(depth_ == in_row ? row_ : array_.columns);
            array_.is_sound = array_.is_sound && number && (depth_ == in_row || array_.rows == 0);
            if (array_.is_sound && layer_.arrays.size() < most_arrays)
                layer_.numbers.push_back(*number);
        }
        return true;
    }

    void begin_layer() {
        layer_ = {};
        members_seen_.clear();
    }
    void add_array() {
        ++layer_.array_count;
        if (layer_.arrays.size() < most_arrays)
            layer_.arrays.push_back(array_);
    }

    std::size_t input_size_;
    Take take_;
    place depth_ = outside;
    std::size_t skipped_ = 0;   ///< objects and arrays that are open, and of no interest
    std::string part_, member_; ///< of the file, of the layer
    std::set<std::string> parts_seen_, members_seen_;
    std::optional<double> last_extent_; ///< of in_shape
    rtneural_layer layer_;
    rtneural_array array_;
    std::size_t row_ = 0; ///< how many numbers it has so far
};

}
