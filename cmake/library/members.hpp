// BOOST_HANA_DEFINE_STRUCT and what is asked of the structs that it defines, for where Boost.Hana is not installed.

/// BOOST_HANA_DEFINE_STRUCT(name, (type, member)...): declares the members and lists them. A type may hold five commas.
#define BOOST_HANA_DEFINE_STRUCT(name, ...)                                                                            \
    TRILOBITE_FOR_EACH(TRILOBITE_DECLARE_MEMBER, name, __VA_ARGS__)                                                    \
    struct hana_accessors_impl {                                                                                       \
        static constexpr auto apply() {                                                                                \
            return ::boost::hana::accessor_list<name TRILOBITE_FOR_EACH(TRILOBITE_LIST_MEMBER, name, __VA_ARGS__)>{};  \
        }                                                                                                              \
    }
#define TRILOBITE_DECLARE_MEMBER(name, member) TRILOBITE_TYPE_OF member TRILOBITE_NAME_OF member;
#define TRILOBITE_LIST_MEMBER(name, member)                                                                            \
    , ::boost::hana::accessor<&name::TRILOBITE_NAME_OF member, TRILOBITE_TEXT_OF(TRILOBITE_NAME_OF member)>
#define TRILOBITE_TEXT_OF(...) TRILOBITE_QUOTED(__VA_ARGS__)
#define TRILOBITE_QUOTED(text) #text

#define TRILOBITE_TYPE_OF(...)                                                                                         \
    TRILOBITE_BY_COUNT(__VA_ARGS__, TYPE_7, TYPE_6, TYPE_5, TYPE_4, TYPE_3, TYPE_2, )(__VA_ARGS__)
#define TRILOBITE_NAME_OF(...)                                                                                         \
    TRILOBITE_BY_COUNT(__VA_ARGS__, NAME_7, NAME_6, NAME_5, NAME_4, NAME_3, NAME_2, )(__VA_ARGS__)
#define TRILOBITE_BY_COUNT(a, b, c, d, e, f, g, what, ...) TRILOBITE_##what
#define TRILOBITE_TYPE_2(a, name) a
#define TRILOBITE_TYPE_3(a, b, name) a, b
#define TRILOBITE_TYPE_4(a, b, c, name) a, b, c
#define TRILOBITE_TYPE_5(a, b, c, d, name) a, b, c, d
#define TRILOBITE_TYPE_6(a, b, c, d, e, name) a, b, c, d, e
#define TRILOBITE_TYPE_7(a, b, c, d, e, f, name) a, b, c, d, e, f
#define TRILOBITE_NAME_2(a, name) name
#define TRILOBITE_NAME_3(a, b, name) name
#define TRILOBITE_NAME_4(a, b, c, name) name
#define TRILOBITE_NAME_5(a, b, c, d, name) name
#define TRILOBITE_NAME_6(a, b, c, d, e, name) name
#define TRILOBITE_NAME_7(a, b, c, d, e, f, name) name

/// do(name, each) for each of at least one argument: each round leaves the rest to the next scan of the text.
#define TRILOBITE_FOR_EACH(do, name, ...) TRILOBITE_SCAN(TRILOBITE_EACH(do, name, __VA_ARGS__))
#define TRILOBITE_EACH(do, name, first, ...)                                                                           \
    do                                                                                                                 \
    (name, first) __VA_OPT__(TRILOBITE_NEXT TRILOBITE_PARENTHESES(do, name, __VA_ARGS__))
#define TRILOBITE_NEXT() TRILOBITE_EACH
#define TRILOBITE_PARENTHESES ()
#define TRILOBITE_SCAN(...) TRILOBITE_SCAN_9(TRILOBITE_SCAN_9(TRILOBITE_SCAN_9(TRILOBITE_SCAN_9(__VA_ARGS__))))
#define TRILOBITE_SCAN_9(...) TRILOBITE_SCAN_3(TRILOBITE_SCAN_3(TRILOBITE_SCAN_3(__VA_ARGS__)))
#define TRILOBITE_SCAN_3(...) __VA_ARGS__

namespace boost::hana {

template <std::size_t Size>
struct member_name {
    char text[Size];
    constexpr member_name(const char (&name)[Size]) { std::copy(name, name + Size, text); }
    constexpr const char* c_str() const { return text; }
};

/// Gives a struct's member, as the struct is given.
template <auto Member, member_name Name>
struct accessor {
    static constexpr auto name = Name;
    template <class S>
    constexpr decltype(auto) operator()(S&& s) const {
        return (static_cast<S&&>(s).*Member);
    }
};

template <class S, class... Accessors>
struct accessor_list {};

template <class S>
struct Struct {
    static constexpr bool value = requires { S::hana_accessors_impl::apply(); };
};

template <class S>
constexpr auto accessors() {
    return S::hana_accessors_impl::apply();
}

/// An accessor is a pair of a name and of itself.
template <class Accessor>
constexpr const auto& first(Accessor) {
    return Accessor::name;
}
template <class Accessor>
constexpr Accessor second(Accessor a) {
    return a;
}

template <class S, class... Accessors, class F>
constexpr decltype(auto) unpack(accessor_list<S, Accessors...>, F&& f) {
    return f(Accessors{}...);
}

}
