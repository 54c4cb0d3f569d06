"""The demo's programme: invented talks in both languages, by track. (中文, English)."""

TRACKS = [
    ("协同育人", "Educating together"),
    ("学科建设", "Building the discipline"),
    ("智慧高校", "The smart campus"),
    ("关键技术", "Key technologies"),
    ("科研合作", "Research together"),
]

KEYNOTES = [
    ("人工智能学科的边界与内核", "Where artificial intelligence begins and ends as a discipline"),
    ("从一门课到一个学院：二十年的得与失", "From one course to a school: twenty years of gains and losses"),
    ("大模型时代的计算机教育", "Teaching computing in the age of large models"),
    ("What a dean can learn from a laboratory", "What a dean can learn from a laboratory"),
    ("产业需要什么样的毕业生", "The graduates industry needs"),
    ("可信人工智能：从算法到制度", "Trustworthy AI: from algorithms to institutions"),
]

TALKS = {
    0: [
        ("校企双导师制的三年实践", "Three years of two supervisors: campus and company"),
        ("把真实项目搬进课堂", "Bringing real projects into the classroom"),
        ("微专业：为非计算机学生开的人工智能课", "A minor in AI for students of other subjects"),
        ("产业学院的治理结构", "How an industry school is governed"),
        ("竞赛、科研与课程的三角关系", "Contests, research and courses: a triangle"),
        ("研究生联合培养中的知识产权", "Intellectual property in joint graduate programmes"),
        ("实习基地怎样才不流于形式", "Internships that are more than a form"),
        ("How apprentices learn machine learning", "How apprentices learn machine learning"),
    ],
    1: [
        ("人工智能专业的核心课程该有几门", "How many core courses an AI major needs"),
        ("数学基础：够用与够深之间", "Mathematics: between enough and deep enough"),
        ("交叉学科的评价难题", "Judging work between disciplines"),
        ("新建学院的第一个五年", "The first five years of a new school"),
        ("师资从哪里来：引进、转型与共享", "Where teachers come from: hiring, retraining, sharing"),
        ("教材建设的慢功夫", "Textbooks take time"),
        ("一流本科专业认证回顾", "Looking back on accreditation"),
        ("伦理课不该是最后一课", "Ethics should not be the last lesson"),
    ],
    2: [
        ("算力平台的校级统筹", "One computing platform for a whole university"),
        ("教务数据里的学生画像与隐私边界", "Student profiles in registry data, and where privacy begins"),
        ("智慧教室用起来之后", "After the smart classroom was switched on"),
        ("大模型助教：一个学期的账本", "A large model as teaching assistant: one term's balance"),
        ("虚拟仿真实验的得与失", "Virtual laboratories: what they give and take"),
        ("校园网络安全的日常", "Everyday security of a campus network"),
        ("无障碍的数字校园", "A digital campus everyone can use"),
        ("Open source as campus infrastructure", "Open source as campus infrastructure"),
    ],
    3: [
        ("多模态预训练的新进展", "Recent progress in multimodal pre-training"),
        ("图神经网络在材料发现中的应用", "Graph neural networks for discovering materials"),
        ("联邦学习：数据不出校门", "Federated learning: data that never leave the campus"),
        ("自动驾驶仿真测试的可信度", "How far to trust simulated driving tests"),
        ("小样本学习与工业质检", "Few-shot learning for industrial inspection"),
        ("强化学习走出游戏", "Reinforcement learning leaves the game"),
        ("中文自然语言理解的评测", "Evaluating the understanding of Chinese"),
        ("类脑芯片：从论文到流片", "Brain-inspired chips: from paper to tape-out"),
    ],
    4: [
        ("跨校联合实验室怎样分工", "How a laboratory of several universities divides its work"),
        ("科学数据共享的激励机制", "Rewards for sharing research data"),
        ("人工智能辅助药物设计的合作样本", "Designing drugs with AI: a model of cooperation"),
        ("国际合作中的数据合规", "Data compliance in international projects"),
        ("成果转化：专利之外", "From results to use: beyond patents"),
        ("青年学者的第一个项目", "A young scholar's first grant"),
        ("Reproducibility is a team sport", "Reproducibility is a team sport"),
        ("气象、海洋与人工智能", "Weather, oceans and AI"),
    ],
}

PANELS = [
    ("圆桌：学院之间如何互认课程", "Panel: how schools recognise each other's courses"),
    ("圆桌：企业给高校提三个要求", "Panel: three things companies ask of universities"),
]
OPENING = ("开幕式", "Opening ceremony")
CLOSING = ("闭幕式暨学科建设倡议发布", "Closing ceremony and joint statement")
BREAK = ("茶歇与展览参观", "Tea break and exhibition")

ROOMS = [
    ("主会场 太湖厅", "Taihu Hall (main)", 800, "2"),
    ("金鸡湖厅", "Jinji Lake Room", 220, "3"),
    ("独墅湖厅", "Dushu Lake Room", 220, "3"),
    ("沧浪厅", "Canglang Room", 160, "3"),
]

TOPICS = [
    ("协同育人模式", "Educating together: campus and industry"),
    ("学科建设方法", "Building the discipline"),
    ("智慧高校建设", "The smart campus"),
    ("关键技术发展", "Key technologies"),
    ("科研合作分享", "Research together"),
]
