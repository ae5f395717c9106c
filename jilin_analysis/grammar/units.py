"""Units of both languages: the printed word, the canonical unit, the factor.

A factor is a whole number and a power of ten, so that a conversion never rounds.
"""

from __future__ import annotations

from typing import Final

from .entries import Row

ROWS: Final[tuple[Row, ...]] = (
    # What economic news counts. A number word alone (two, 两) is a figure only before one of them;
    # digits also before any other plural.
    (
        "count",
        None,
        (
            "lines|production lines|projects|enterprises|companies|firms|factories|plants|mills"
            "|fibers|fibres|products|provinces|cities|counties|districts|industries|sectors"
            "|categories|divisions|vehicles|cars|automobiles|trucks|buses|locomotives|units|sets"
            "|pieces|pcs|items|parcels|packages|people|persons|residents|workers|employees|staff"
            "|households|families|passengers|tourists|visitors|visits|trips|trains|flights|ships"
            "|vessels|aircraft|containers|patents|stations|charging piles|robots|machines|jobs"
            "|shares|stores|shops|outlets|hospitals|schools|students|beds|villages|towns|parks"
            "|bases|zones|routes|varieties|types of products|subsidiaries|contracts|orders|deals"
            "|cases|copies|heads|head of cattle|head|heads of cattle|pairs|bottles|boxes"
            "|market entities|market players|new jobs|farmers|users|subscribers|platforms"
            "|laboratories|labs|experts|researchers|talents|exhibitors|buyers|participants"
            "|manufacturers|suppliers|countries|regions|countries and regions|businesses"
            "|person times"
        ),
    ),
    (
        "count",
        None,
        (
            "个|家|件|辆|台|套|条|座|架|艘|只|头|户|人|名|位|股|项|所|处|张|笔|宗|例|款|种|类|列"
            "|班|支|根|颗|枚|箱|幅|栋|间|部|对|匹|羽|株|棵|册|份|门|块|片|盏|口|眼|台套|台次"
            "|人次|架次|班次|列次|车次|艘次|件次|台(套)|台(套、辆)|批次|单|组|顶|床|辆次|场次"
            "|户次|人份|剂次|剂|大主业|大纤维|大产业|大行业|大板块|大基地|大品种|大项目|大集群"
            "|大门类|大类|大系列|大领域|大支柱产业|大主导产业|大生产线|大类行业|家企业|家公司"
        ),
    ),
    (
        "unit",
        ("tonne", 1, 0),
        (
            "t|ton|tons|tonne|tonnes|metric ton|metric tons|metric tonnes|mt|吨|公吨|噸"
            "|tonnes of standard coal|tons of standard coal|吨标准煤|吨标煤"
        ),
    ),
    (
        "unit",
        ("tonne", 1, -3),
        "kg|kgs|kilogram|kilograms|kilo|kilos|kilogramme|kilogrammes|千克|公斤",
    ),
    ("unit", ("tonne", 5, -4), "jin|catties|斤|市斤"),
    ("unit", ("tonne", 1, -6), "gram|grams|克"),
    ("unit", ("mu", 1, 0), "mu|亩"),
    ("unit", ("hectare", 1, 0), "hectare|hectares|ha|公顷"),
    (
        "unit",
        ("m2", 1, 0),
        (
            "m2|m²|sqm|sq m|sq. m|square meter|square meters|square metre|square metres|平方米"
            "|平米|㎡"
        ),
    ),
    (
        "unit",
        ("km2", 1, 0),
        (
            "km2|km²|sq km|square kilometer|square kilometers|square kilometre|square kilometres"
            "|平方公里|平方千米"
        ),
    ),
    (
        "unit",
        ("m3", 1, 0),
        "m3|m³|cubic meter|cubic meters|cubic metre|cubic metres|立方米|立方|cu m|方",
    ),
    ("unit", ("m3", 1, 9), "bcm|billion cu m"),
    ("unit", ("km", 1, 0), "km|kilometer|kilometers|kilometre|kilometres|公里|千米"),
    ("unit", ("m", 1, 0), "meter|meters|metre|metres|米"),
    ("unit", ("kWh", 1, 0), "kwh|kilowatt hour|kilowatt hours|千瓦时|千瓦小时|度电"),
    ("unit", ("kWh", 1, 3), "mwh|megawatt hour|megawatt hours|兆瓦时"),
    ("unit", ("kWh", 1, 6), "gwh|gigawatt hour|gigawatt hours"),
    ("unit", ("kWh", 1, 9), "twh|terawatt hour|terawatt hours"),
    ("unit", ("kW", 1, 0), "kw|kilowatt|kilowatts|千瓦"),
    ("unit", ("kW", 1, 3), "mw|megawatt|megawatts|兆瓦"),
    ("unit", ("kW", 1, 6), "gw|gigawatt|gigawatts|吉瓦"),
    ("unit", ("TEU", 1, 0), "teu|teus|twenty foot equivalent units|标箱|标准箱|个标箱|个标准箱"),
    ("unit", ("barrel", 1, 0), "barrel|barrels|桶"),
    (
        "unit",
        ("tonne-km", 1, 0),
        "ton kilometers|tonne kilometers|ton kilometres|tonne kilometres|吨公里",
    ),
    ("unit", ("person-km", 1, 0), "passenger kilometers|passenger kilometres|人公里|人千米"),
    # Figures only where something is measured by them (stock turnover, clearance time).
    ("span", ("day", 1, 0), "day|days|天"),
    ("span", ("hour", 1, 0), "hour|hours|小时"),
    (
        "currency",
        "CNY",
        (
            "yuan|rmb|rmb yuan|cny|cn¥|renminbi|yuan renminbi|chinese yuan|yuan rmb|¥|￥|元"
            "|人民币|元人民币|块钱"
        ),
    ),
    (
        "currency",
        "USD",
        (
            "us$|usd|$|us dollar|us dollars|u.s. dollar|u.s. dollars|dollar|dollars"
            "|american dollars|u.s.$|美元|美金"
        ),
    ),
    ("currency", "EUR", "eur|euro|euros|€|欧元"),
    ("currency", "GBP", "gbp|£|pound sterling|pounds sterling|british pounds|英镑"),
    ("currency", "JPY", "jpy|yen|japanese yen|日元|日圆"),
    ("currency", "HKD", "hkd|hk$|hong kong dollars|hk dollars|港元|港币"),
    ("currency", "TWD", "nt$|twd|新台币|台币"),
    ("currency", "KRW", "krw|won|韩元"),
    ("currency", "RUB", "rub|ruble|rubles|rouble|roubles|russian rubles|卢布"),
    ("currency", "AUD", "a$|aud|australian dollars|澳元"),
    ("currency", "CAD", "c$|cad|canadian dollars|加元"),
    ("currency", "SGD", "s$|sgd|singapore dollars|新加坡元|新元"),
    ("currency", "CHF", "chf|swiss francs|瑞士法郎"),
    ("percent", -2, "%|percent|per cent|pct|percents|pct."),
    ("percent", -3, "‰"),
    (
        "points",
        -2,
        (
            "percentage point|percentage points|percent point|percent points|per cent point"
            "|per cent points|pct point|pct points|pct pts|pp|ppt|ppts|pps|pctg points|百分点"
            "|个百分点|個百分點"
        ),
    ),
    ("points", -4, "basis point|basis points|bp|bps|基点|个基点|bp."),
    ("scale", 2, "hundred"),
    ("scale", 3, "thousand"),
    ("scale", 6, "million|mln|mn|mil"),
    ("scale", 9, "billion|bln|bn"),
    ("scale", 12, "trillion|trn|tn"),
)
