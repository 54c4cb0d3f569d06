"""Synthetic people: names by chance, schools, companies and outlets that do not exist. Same seed, same people."""

from dataclasses import dataclass
from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤仇解单查"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅春花鹏飞宇浩然子涵雨桐思远嘉怡晨曦文博欣妍志远建国海燕立新永安书恒"
    "景行怀瑾若水云舒致远清越知行允执守正克勤慎之宁静沐阳星河望舒听澜亦凡归一"
)
MINORITY = ("买买提·艾力", "阿依古丽·吐尔逊", "扎西多吉", "次仁卓玛", "巴特尔", "帕提古丽·阿不都热合曼")
PLACES = [
    "江澜",
    "云岫",
    "临沧海",
    "望舒",
    "青屿",
    "北冥",
    "南淮",
    "松涛",
    "楚江",
    "湘岳",
    "岭东",
    "海陵",
    "燕山",
    "秦川",
    "河朔",
    "陇上",
    "天山",
    "闽江",
    "钱塘",
    "太湖",
    "洞庭",
    "鄱阳",
    "巢湖",
    "嘉陵",
    "沱江",
    "清江",
    "黔灵",
    "滇池",
    "珠江",
    "北部湾",
    "琼崖",
    "辽河",
    "松花",
    "黑水",
    "长白",
    "科尔沁",
    "贺兰",
    "祁连",
    "昆仑",
    "雅鲁",
    "泰山",
    "沂蒙",
    "胶东",
    "太行",
    "中原",
    "伏牛",
    "大别",
    "武夷",
    "雁荡",
    "天目",
]
KINDS = ("大学", "理工大学", "科技大学", "工业大学", "师范大学", "交通大学", "信息工程大学")
PLACES_EN = {"大学": "University", "理工大学": "University of Technology", "科技大学": "University of Science and Technology",
             "工业大学": "Polytechnic University", "师范大学": "Normal University", "交通大学": "Jiaotong University",
             "信息工程大学": "Information Engineering University"}  # fmt: skip
SCHOOLS = (
    "人工智能学院",
    "计算机学院",
    "信息科学与技术学院",
    "软件学院",
    "自动化学院",
    "数据科学学院",
    "网络空间安全学院",
    "电子信息学院",
)
FIRMS = [
    "智衡",
    "明川",
    "万象",
    "星图",
    "识海",
    "蓝田",
    "云起",
    "深泉",
    "数峰",
    "乐知",
    "启明",
    "远帆",
    "青芒",
    "白塔",
    "墨池",
    "问渠",
    "天枢",
    "玉衡",
    "摇光",
    "开阳",
]
FIRM_KINDS = ("科技", "智能", "数据", "机器人", "教育科技", "云计算")
OUTLETS = [
    "学科",
    "科教",
    "高教",
    "智能",
    "产业",
    "创新",
    "科技",
    "数字",
    "信息",
    "教育",
    "未来",
    "前沿",
    "大学",
    "实验室",
    "青年",
    "经济",
]
OUTLET_KINDS = ("时报", "周刊", "观察", "在线", "网", "新闻网", "评论")
STARS = (
    ("Amelia", "Hartmann"),
    ("Daniel", "Okafor"),
    ("Sofia", "Lindqvist"),
    ("Kenji", "Morita"),
    ("Priya", "Raman"),
    ("Lucas", "Moreau"),
)


@dataclass(frozen=True)
class Guest:
    """One synthetic person. `phone` and `email` lead nowhere: 170-0000-xxxx and example.org."""

    name: str
    category: str
    organisation: str
    position: str
    phone: str
    email: str
    language: str = "zh"


def names(random: Random) -> str:
    chance = random.random()
    if chance < 0.012:
        return random.choice(MINORITY)
    surname = random.choice(COMPOUND) if chance < 0.03 else random.choice(SURNAMES)
    return surname + "".join(random.sample(GIVEN, 1 if random.random() < 0.28 else 2))


def universities(random: Random, count: int) -> list[str]:
    every = [place + kind for place in PLACES for kind in KINDS]
    return random.sample(every, count)


def guests(random: Random, *, deans: int, experts: int, speakers: int) -> list[Guest]:
    """Deans of invented schools, experts and speakers of schools and firms; about one in six has a phone only."""
    campus = universities(random, 180)
    firms = [name + kind for name in FIRMS for kind in random.sample(FIRM_KINDS, 2)]
    made: list[Guest] = []
    taken: set[str] = set()

    def add(category: str, organisation: str, position: str, name: str = "", language: str = "zh") -> None:
        name = name or next(n for n in iter(lambda: names(random), None) if n not in taken)
        taken.add(name)
        number = len(made) + 1
        email = "" if random.random() < 0.16 else f"guest{number:04d}@example.org"
        made.append(Guest(name, category, organisation, position, f"1700000{number:04d}", email, language))

    for n in range(deans):
        add(
            "dean",
            campus[n % len(campus)],
            f"{random.choice(SCHOOLS)}{random.choice(('院长', '院长', '执行院长', '副院长'))}",
        )
    for n in range(experts):
        if n % 2:
            add(
                "expert",
                random.choice(firms),
                random.choice(("首席科学家", "技术副总裁", "研究院院长", "算法总监")),
            )
        else:
            add("expert", random.choice(campus), random.choice(("教授", "特聘教授", "研究员", "副教授")))
    for n in range(speakers):
        if n < len(STARS):
            add(
                "speaker",
                ("Northfield Institute of Technology", "Lakeside University")[n % 2],
                "Professor",
                " ".join(STARS[n]),
                "en",
            )
        else:
            add(
                "speaker",
                random.choice(campus if n % 3 else firms),
                random.choice(("教授", "院长", "首席科学家", "研究员")),
            )
    return made


def reporters(random: Random, outlets: list[str]) -> list[Guest]:
    """One reporter for each outlet, reached by phone."""
    return [
        Guest(names(random), "media", outlet, "记者", f"1720000{n:04d}", f"press{n:03d}@example.org")
        for n, outlet in enumerate(outlets)
    ]


def outlets(random: Random, count: int) -> list[str]:
    return random.sample([name + kind for name in OUTLETS for kind in OUTLET_KINDS], count)


def firms(random: Random, count: int) -> list[str]:
    return random.sample([name + kind for name in FIRMS for kind in FIRM_KINDS], count)
