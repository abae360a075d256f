// read_csv: tables of numbers and words, plain and gzip. The first byte of an input says how its file is to be read.

#include "gzip.hpp"

#include <trilobite/data/csv.hpp>

#include <algorithm>
#include <cmath>

using namespace trilobite::data;

std::vector<std::string> seeds() {
    const std::string table = "a,b,c\n1,2.5,-3e2\n4,5,6\n",
                      words = "\"c\" , d\r\nred,1\r\n\"light \"\"blue\"\"\",+2\r\n";
    return {"0" + table,
            "0" + compressed(table),
            "1" + words,
            "3\xEF\xBB\xBF"
            "c;d\n\"x\n;y\";1e-400\n",
            "4a,b\nNA,\n?,1\n",
            "0a\n1e400\n",
            "0a\n\n1\n\n",
            "0a,a\n"};
}

template <class T>
void read_as(const memory_file& file, const csv_options& options, bytes contents) {
    heap_peak::forget();
    const auto table = read_csv<T>(file.path(), options);
    require(heap_peak::bytes() <= 256 * 1024 + std::max(48 * contents.size(), 3 * sizeof(T) * inflated_size(contents)));
    if (!table) {
        require(is_named(table.error(), file.path()));
        return;
    }
    require(!table->names.empty() && table->values.size() == table->rows() * table->names.size());
    require(table->categories.size() == table->names.size());
    for (std::size_t i = 0; i < table->values.size(); ++i) {
        const T value = table->values[i];
        const std::vector<std::string>& words = table->categories[i % table->names.size()];
        require(std::isfinite(value));
        require(words.empty() || (value >= 0 && value < static_cast<T>(words.size()) && std::floor(value) == value));
    }
    require(table->columns(table->names) && *table->columns(table->names) == table->values);
    for (const std::string& name : table->names)
        if (const auto numbers = table->classes(name))
            require(numbers->size() == table->rows());
}

void read(bytes input) {
    if (input.empty())
        return;
    static const memory_file file;
    file.write(input.subspan(1));
    csv_options options;
    if (input[0] & 1)
        options.text = {"c"};
    if (input[0] & 2)
        options.separator = input[0] & 8 ? '\t' : ';';
    if (input[0] & 4)
        options.fill = 0.5;
    if (input[0] & 64)
        read_as<double>(file, options, input.subspan(1));
    else
        read_as<float>(file, options, input.subspan(1));
}
