#pragma once
/// The dictionary in the header of a .npy file, as Python writes it.

#include <trilobite/io/result.hpp>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace trilobite::detail {

struct npy_description {
    std::string descr;
    bool fortran_order = false;
    std::vector<std::size_t> shape;
};

/// Reads {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }: these keys, each once, in any order.
class npy_dictionary_reader {
public:
    explicit npy_dictionary_reader(std::string_view text) : whole_(text), rest_(text) {}

    result<npy_description> read() {
        npy_description read;
        bool has_descr = false, has_order = false, has_shape = false;
        if (!take("{"))
            return wrong();
        while (!take("}")) {
            std::string key;
            if (!quoted(key) || !take(":"))
                return wrong();
            bool& has = key == "descr" ? has_descr : key == "fortran_order" ? has_order : has_shape;
            if ((key != "descr" && key != "fortran_order" && key != "shape") || has)
                return failure{"the header has no use for '" + key + "'" + (has ? " a second time" : "")};
            has = true;
            if (!(key == "descr" ? quoted(read.descr) : key == "shape" ? tuple(read.shape) : truth(read.fortran_order)))
                return wrong();
            if (!take(",") && !rest_.starts_with('}'))
                return wrong();
        }
        skip_blanks();
        if (!rest_.empty())
            return wrong();
        if (!has_descr || !has_order || !has_shape)
            return failure{"expected descr, fortran_order and shape in the header, found fewer"};
        return read;
    }

private:
    static constexpr std::size_t max_rank = 32; // NumPy's

    failure wrong() const {
        return failure{"the header is no dictionary of a .npy file at its byte " +
                       std::to_string(whole_.size() - rest_.size())};
    }

    void skip_blanks() {
        const std::size_t blanks = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(blanks == rest_.npos ? rest_.size() : blanks);
    }

    bool take(std::string_view word) {
        skip_blanks();
        if (!rest_.starts_with(word))
            return false;
        rest_.remove_prefix(word.size());
        skip_blanks();
        return true;
    }

    bool quoted(std::string& text) {
        skip_blanks();
        if (!rest_.starts_with('\'') && !rest_.starts_with('"'))
            return false;
        const std::size_t end = rest_.find(rest_[0], 1);
        if (end == rest_.npos)
            return false;
        text = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool truth(bool& value) {
        value = take("True");
        return value || take("False");
    }

    bool tuple(std::vector<std::size_t>& extents) {
        if (!take("("))
            return false;
        while (!take(")")) {
            std::size_t extent = 0;
            const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
            if (error != std::errc() || extents.size() == max_rank)
                return false;
            rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
            extents.push_back(extent);
            if (!take(",") && !rest_.starts_with(')'))
                return false;
        }
        return true;
    }

    std::string_view whole_, rest_;
};

inline result<npy_description> npy_dictionary(std::string_view text) {
    return npy_dictionary_reader(text).read();
}

}
